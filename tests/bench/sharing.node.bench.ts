// How well weight sharing ranks cells on small digits, against the table of all of them trained in full.
import { rankCorrelations } from '$core/nas/estimators';
import { archSearch } from '$core/nas/search';
import { UniformPaths } from '$core/nas/supernet/paths';
import { supernetTrial } from '$core/nas/supernet/supernet';
import { Stream } from '$core/rng/stream';
import { Trainer } from '$engine/train/trainer';
import { nasTables, readTable, smallDigits } from '../support/nasTable';
import { result, type Result } from './support/result';

const networks = 150;

export async function bench(): Promise<Result[]> {
  const { config, shape } = nasTables.cells;
  const table = readTable('cells');
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('digits', await smallDigits());
  const results: Result[] = [];
  for (const epochs of [60, 240]) {
    const base = { ...config.base, schedule: { type: 'cosine' as const, options: {} } };
    const strategy = { type: 'oneShot', options: { epochs, candidates: 2 } };
    const search = archSearch({ ...config, base, strategy }, shape);
    const paths = new UniformPaths(search.architectures);
    const given = Array.from({ length: networks }, (_, i) => paths.draw(Stream.of(7, 'pool', i)).genotype);
    const { task } = search.supernet!;
    const job = {
      ...{ dataId: 'digits', config: base, seed: 1, trial: supernetTrial, executor: 'simd' as const },
      ...{ objective: config.objective, checkpointEvery: 0 },
      supernet: { ...task, options: { ...task.options, candidates: 0 }, given },
    };
    const { supernet, record } = await trainer.run(job, () => undefined);
    if (!supernet) throw new Error(record.error?.message ?? record.state);
    const ranked = supernet.ranking.filter(({ score }) => score !== null);
    const { spearman, kendall } = rankCorrelations(
      ranked.map(({ score }) => score!),
      ranked.map(({ params }) => -table.costOf(params)),
      Stream.of(1, 'bootstrap'),
    );
    const span = `${spearman.low.toFixed(2)} to ${spearman.high.toFixed(2)}`;
    const detail = `${span}; Kendall ${kendall.value.toFixed(2)}; ${ranked.length} cells, ${supernet.seconds.toFixed(0)} s`;
    results.push(
      result(`shared weights, ${epochs} epochs: Spearman with full training`, spearman.value, '', undefined, detail),
    );
  }
  return results;
}
