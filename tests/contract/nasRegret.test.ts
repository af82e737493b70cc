// How well the strategies search: for each, the mean over seeds of the regret after a budget on two tables of trained
// networks (tests/support/nasTable.ts), as a share of what the same number of random draws leave on average. Those that learn
// from results must do clearly better than chance, and not a fifth worse than recorded in nasRegret.json. Searches are exact
// repetitions, so a share moves only when an algorithm does. Few seeds, for the sake of time: `npm run bench -- nas` has more.
// After a deliberate change: RECORD_NAS_REGRET=1 npx vitest run --project node tests/contract/nasRegret.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it, test } from 'vitest';
import { strategyDefs } from '$core/nas/strategies/registry';
import { chanceRegret, regretsOf } from '../support/nasRegret';
import { makeTable, nasTables, readTable, type NasTable } from '../support/nasTable';

const seeds = 5;
const trials = 60;
/** The policy hardly moves in so few. */
const longer: Readonly<Record<string, number>> = { controller: 100 };
/** Most that may be left of the regret of chance. */
const bar = 0.9;
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
  const tables = names.map(readTable);

  test('chance is what random search comes to', () => {
    const table = tables[names.indexOf('chains')];
    const regrets = Array.from({ length: 30 }, (_, seed) => regretsOf('random', seed, [20], table)[0]);
    const mean = regrets.reduce((sum, one) => sum + one, 0) / regrets.length;
    const variance = regrets.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (regrets.length - 1);
    expect(Math.abs(mean - chanceRegret(table, 20))).toBeLessThan(3 * Math.sqrt(variance / regrets.length));
  });

  test.each(learning)('%s finds better networks than random draws', { timeout: 120_000 }, (type) => {
    const budget = longer[type] ?? trials;
    const shares = tables.map((table) => {
      const regrets = Array.from({ length: seeds }, (_, seed) => regretsOf(type, seed, [budget], table)[0]);
      expect(Math.min(...regrets)).toBeGreaterThanOrEqual(0);
      return regrets.reduce((sum, one) => sum + one, 0) / seeds / chanceRegret(table, budget);
    });
    const share = Number(Math.sqrt(shares.reduce((product, one) => product * one, 1)).toPrecision(4));
    measured[type] = share;
    expect(share).toBeLessThan(bar);
    if (recording) return;
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    expect(recorded, `record the regret of ${type}`).toHaveProperty(type);
    expect(share).toBeLessThan(1.2 * recorded[type]);
  });
});

afterAll(() => {
  if (recording) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
});
