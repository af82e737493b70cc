// The strategies on a table that our engine had no part in: networks trained by PyTorch (torch_nas_table.py). Those that learn
// from results leave less of the regret than as many random draws do on average, which is computed exactly.
import { expect, test } from 'vitest';
import type { NasConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { archSearch } from '$core/nas/search';
import type { Genotype } from '$core/nas/space';
import { strategyDefs } from '$core/nas/strategies/registry';
import { pointKey, spaceSize } from '$core/space/points';
import { chanceRegret, regretsOf } from '../support/nasRegret';
import type { NasReplay } from '../support/nasTable';
import golden from './torch/nasTable.json';

const seeds = 3;
/** Of those with a model; the others need more. */
const budgets: Readonly<Record<string, number>> = { bayes: 50, pnas: 50 };
const usual = 100;
/** Most that may be left of the regret of chance. */
const bar = 0.75;

const table: NasReplay = (() => {
  const config: NasConfig = {
    ...defaultSearch('table'),
    space: { type: 'table', options: { maxBlocks: 2, maxWidth: 16 } },
    strategy: { type: 'random', options: {} },
    limits: {},
    objective: { metric: 'accuracy', direction: 'maximize' },
  };
  const shape = { inputs: [{ id: 'features', shape: [64], dtype: 'float32' as const }], units: 10 };
  const { architectures } = archSearch(config, shape);
  const costs = new Map<string, number>();
  for (const family of golden.families)
    for (const activation of golden.activations)
      for (const norm of golden.norms)
        for (const dropout of golden.dropouts)
          for (const [first, second, skip] of golden.shapes) {
            const all: Record<string, unknown> = { family, activation, norm, dropout, 'b1.width': first };
            Object.assign(
              all,
              second === undefined ? { blocks: 1 } : { blocks: 2, 'b2.width': second, 'b2.skip': skip },
            );
            const genes = architectures.genes.filter(({ path }) => path in all).map(({ path }) => [path, all[path]]);
            costs.set(pointKey(Object.fromEntries(genes) as Genotype), -golden.accuracies[costs.size] / 10_000);
          }
  const all = [...costs.values()];
  return { architectures, costOf: (genes) => costs.get(pointKey(genes)) ?? NaN, costs: all, best: Math.min(...all) };
})();

test('the table has every network of the space', () => {
  expect(spaceSize(table.architectures.genes)).toBe(golden.accuracies.length);
  expect(table.costs).toHaveLength(golden.accuracies.length);
});

const learning = strategyDefs.filter(({ usesResults, lineage }) => usesResults && !lineage).map(({ type }) => type);

test.each(learning)('%s finds better networks than random draws', { timeout: 60_000 }, (type) => {
  const budget = budgets[type] ?? usual;
  const regrets = Array.from({ length: seeds }, (_, seed) => regretsOf(type, seed, [budget], table)[0]);
  expect(Math.min(...regrets)).toBeGreaterThanOrEqual(0);
  const mean = regrets.reduce((sum, one) => sum + one, 0) / seeds;
  expect(mean / chanceRegret(table, budget)).toBeLessThan(bar);
});
