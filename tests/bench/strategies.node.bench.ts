// How close to the best of two tables of trained networks each strategy of architecture search comes.
import { strategyDefs } from '$core/nas/strategies/registry';
import { regretsOf } from '../support/nasRegret';
import { nasTables, readTable, type NasTable } from '../support/nasTable';
import { median, result, type Result } from './support/result';

const budgets = [25, 50, 100];
const seeds = 15;

function regrets(name: NasTable): Result[] {
  const table = readTable(name);
  const types = strategyDefs.map(({ type }) => type).filter((type) => type !== 'grid');
  return types.map((type) => {
    const start = performance.now();
    const all = Array.from({ length: seeds }, (_, seed) => regretsOf(type, seed, budgets, table));
    const asked = seeds * budgets[budgets.length - 1];
    const each = (performance.now() - start) / asked;
    const medians = budgets.map((_, i) => median(all.map((found) => found[i])));
    const unit = name === 'cells' ? 'points' : 'mpg';
    const scale = name === 'cells' ? 100 : 1;
    const text = medians.map((value) => (scale * value).toPrecision(3)).join(' / ');
    const detail = `median of ${seeds} seeds after ${budgets.join(' / ')}: ${text}; ${each.toFixed(1)} ms an ask`;
    return result(`regret on the ${name}: ${type}`, scale * medians[medians.length - 1], unit, undefined, detail);
  });
}

export function bench(): Promise<Result[]> {
  return Promise.resolve((Object.keys(nasTables) as NasTable[]).flatMap(regrets));
}
