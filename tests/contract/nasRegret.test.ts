// How well the strategies search: for each, the mean over seeds of the regret after a budget on two tables of trained
// networks (tests/support/nasTable.ts), as a share of that of random draws. Those that learn from results must do better than
// chance, and not a fifth worse than recorded in nasRegret.json. Searches are exact repetitions, so a share moves only when
// an algorithm does. Few seeds, for the sake of time: `npm run bench -- nas` has more. After a deliberate change:
// RECORD_NAS_REGRET=1 npx vitest run --project node tests/contract/nasRegret.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it, test } from 'vitest';
import { strategyDefs } from '$core/nas/strategies/registry';
import { regretsOf } from '../support/nasRegret';
import { makeTable, nasTables, readTable, type NasTable } from '../support/nasTable';

const seeds = 4;
const trials = 100;
const names = Object.keys(nasTables) as NasTable[];
// A strategy that trains on from earlier weights has nothing to gain from a table.
const learning = strategyDefs.filter(({ usesResults, lineage }) => usesResults && !lineage).map(({ type }) => type);

const file = new URL('./nasRegret.json', import.meta.url);
const recording = process.env.RECORD_NAS_REGRET === '1';
const measured: Record<string, number> = {};

const making = process.env.MAKE_NAS_TABLE;
describe.runIf(making)('the table', () => {
  it.each(names.filter((name) => name === making))('%s is made', { timeout: 3_600_000 }, async (name) => {
    writeFileSync(nasTables[name].file, await makeTable(name));
  });
});

describe.skipIf(making)('on tables of trained networks', () => {
  const tables = names.map((name) => ({ name, table: readTable(name) }));
  const regrets = (type: string, count: number) =>
    tables.map(({ name, table }) => {
      const all = Array.from({ length: count }, (_, seed) => regretsOf(name, type, seed, [trials], table)[0]);
      expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
      return all.reduce((sum, one) => sum + one, 0) / count;
    });
  // Cheap, so that the bar itself is no matter of luck.
  const chance = regrets('random', 60);

  test.each(learning)('%s finds better networks than random draws', { timeout: 120_000 }, (type) => {
    const shares = regrets(type, seeds).map((regret, i) => regret / chance[i]);
    const share = Number(Math.sqrt(shares.reduce((product, one) => product * one, 1)).toPrecision(4));
    measured[type] = share;
    expect(share).toBeLessThan(1);
    if (recording) return;
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    expect(recorded, `record the regret of ${type}`).toHaveProperty(type);
    expect(share).toBeLessThan(1.2 * recorded[type]);
  });
});

afterAll(() => {
  if (recording) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
});
