// How well weight sharing ranks on small digits: cells, against the table of all of them trained in full; and chains of the macro
// space of images, drawn uniformly and around one, against their own full training.
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
  return [...(await cells()), ...(await chains('uniform')), ...(await chains('around'))];
}

const chainNetworks = 60;
const chainEpochs = 120;

async function chains(sampling: string): Promise<Result[]> {
  const { config, shape } = nasTables.cells;
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('digits', await smallDigits());
  const optimizer = { ...config.base.optimizer, learningRate: 0.005 };
  const base = { ...config.base, optimizer, schedule: { type: 'cosine' as const, options: {} } };
  const space = { type: 'image', options: {} };
  const limits = { parameters: 100_000, flops: 4_000_000 };
  const strategy = { type: 'oneShot', options: { sampling, epochs: chainEpochs, candidates: chainNetworks } };
  const search = archSearch({ ...config, base, space, limits, strategy }, shape);
  const job = { dataId: 'digits', seed: 1, executor: 'simd' as const, objective: config.objective, checkpointEvery: 0 };
  const { task } = search.supernet!;
  const { supernet } = await trainer.run(
    { ...job, config: base, trial: supernetTrial, supernet: task },
    () => undefined,
  );
  const ranked = supernet!.ranking.filter(({ score }) => score !== null);
  const truth: number[] = [];
  for (const [trial, { params }] of ranked.entries()) {
    // As the cells of the table are trained.
    const alone = { ...config.base, layers: search.architectures.network(params).layers };
    truth.push((await trainer.run({ ...job, config: alone, trial }, () => undefined)).record.value ?? 0);
  }
  const scores = ranked.map(({ score }) => score!);
  const { spearman } = rankCorrelations(scores, truth, Stream.of(1, 'bootstrap'));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const detail = [
    `${spearman.low.toFixed(2)} to ${spearman.high.toFixed(2)}`,
    `last loss ${supernet!.curve.at(-1)!.loss.toFixed(2)}`,
    `mean accuracy ${mean(scores).toFixed(2)} shared, ${mean(truth).toFixed(2)} in full`,
    `best of the first five ${Math.max(...truth.slice(0, 5)).toFixed(3)} of ${Math.max(...truth).toFixed(3)}`,
    `${supernet!.seconds.toFixed(0)} s`,
  ].join('; ');
  return [result(`image space, ${sampling}, ${chainEpochs} epochs: Spearman`, spearman.value, '', undefined, detail)];
}

async function cells(): Promise<Result[]> {
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
