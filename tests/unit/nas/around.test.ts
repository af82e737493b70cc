// Weight sharing around one network: which one, how close the others keep to it, and that shared weights of the macro space of
// images learn there, which they do not over uniformly drawn networks.
import { describe, expect, it } from 'vitest';
import { Architectures } from '$core/nas/architectures';
import { archSearch } from '$core/nas/search';
import type { DataShape, Genotype } from '$core/nas/space';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { drawAround, middleOf } from '$core/nas/supernet/around';
import { UniformPaths } from '$core/nas/supernet/paths';
import { supernetTrial } from '$core/nas/supernet/supernet';
import type { PastTrial } from '$core/samplers/sampler';
import { isPoint, pointKey } from '$core/space/points';
import { Stream } from '$core/rng/stream';
import { searchOf, startProblem } from '$features/nas/archStudy';
import { Trainer } from '$engine/train/trainer';
import { nasTables, smallDigits } from '../../support/nasTable';

const square = (side: number): DataShape => ({
  inputs: [{ id: 'features', shape: [side, side, 1], dtype: 'float32' }],
  units: 10,
});
const imageSpace = (side: number, limits = {}, options = {}) => {
  const def = archSpaceDef('image');
  return new Architectures(def, archSpaceOptions(def, options), square(side), limits, 32);
};

it.each<[number, { maxBlocks?: number; maxFilters?: number }]>([
  [5, {}],
  [8, { maxBlocks: 6 }],
  [28, { maxBlocks: 6, maxFilters: 64 }],
  [28, { maxBlocks: 1, maxFilters: 4 }],
])('the plain network of images of %i pixels a side is a network of the space', (side, options) => {
  const architectures = imageSpace(side, {}, options);
  const middle = middleOf(architectures, [])!;
  expect(architectures.judge(middle).error).toBeNull();
  expect(middle).toMatchObject(options.maxBlocks ? { blocks: options.maxBlocks } : {});
});

it('the plain network keeps within the limits; one to try first comes before it; there may be none', () => {
  const limits = { parameters: 20_000, flops: 1_000_000 };
  const { cost } = imageSpace(28, limits).network(middleOf(imageSpace(28, limits), [])!);
  expect(cost.parameters).toBeLessThanOrEqual(limits.parameters);
  expect(cost.flopsPerRow).toBeLessThanOrEqual(limits.flops);
  // Rather narrow than shallow.
  expect(middleOf(imageSpace(28, limits), [])).toMatchObject({ blocks: 4, 'b4.filters': 8 });
  const { genotype } = new UniformPaths(imageSpace(28)).draw(Stream.of(1, 'x'));
  expect(middleOf(imageSpace(28), [genotype])).toBe(genotype);
  expect(middleOf(imageSpace(28, { parameters: 5 }), [])).toBeNull();
});

it('a space of which no draw fits is refused as one, not by its last draw', () => {
  const paths = new UniformPaths(imageSpace(28, { parameters: 5 }));
  expect(() => paths.draw(Stream.of(1, 'none'))).toThrow(expect.objectContaining({ code: 'nas-none-fits' }));
});

it('genes stay with the given chance, and what is drawn is a point of the space', () => {
  const architectures = imageSpace(28);
  const middle = middleOf(architectures, [])!;
  const { genes } = architectures;
  expect(drawAround(genes, middle, 1, Stream.of(1, 'same'))).toEqual(middle);
  const draws = Array.from({ length: 400 }, (_, i) => drawAround(genes, middle, 0.8, Stream.of(2, 'draw', i)));
  for (const point of draws) expect(isPoint(genes, point)).toBe(true);
  // A gene of n values differs with the chance 0.2 (n - 1) / n.
  const off = (path: string) => draws.filter((point) => point[path] !== middle[path]).length / draws.length;
  for (const [path, values] of [
    ['activation', 3],
    ['norm', 2],
    ['dense', 4],
    ['b1.filters', 4],
  ] as const) {
    const chance = (0.2 * (values - 1)) / values;
    expect(Math.abs(off(path) - chance)).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / draws.length));
  }
});

const setting = (options: Record<string, number | string>, more = {}) => ({
  ...nasTables.cells.config,
  space: { type: 'image', options: { maxBlocks: 3, maxFilters: 16 } },
  strategy: { type: 'oneShot', options },
  ...more,
});
const problem = (config: ReturnType<typeof setting>, shape: DataShape, first?: Genotype[]) =>
  archSearch({ ...config, ...(first ? { first } : {}) }, shape).sampler.check([], {});

it('a space without a plain network is refused by its code, unless one is given', () => {
  const cells = setting(
    { sampling: 'around' },
    nasTables.cells.config.space && { space: nasTables.cells.config.space },
  );
  expect(problem(cells, nasTables.cells.shape)?.code).toBe('nas-no-middle');
  const given = new UniformPaths(archSearch(cells, nasTables.cells.shape).architectures).draw(
    Stream.of(1, 'x'),
  ).genotype;
  expect(problem(cells, nasTables.cells.shape, [given])).toBeNull();
  expect(problem(setting({ sampling: 'around' }), square(7))).toBeNull();
  expect(problem(setting({ sampling: 'around' }, { limits: { parameters: 5 } }), square(7))?.code).toBe(
    'nas-no-middle',
  );
});

describe('on images of 8 x 8, where a fourth pooling leaves nothing', () => {
  const config = setting({}, { space: { type: 'image', options: { maxBlocks: 6, maxFilters: 8 } } });
  const block = { op: 'conv', filters: 4, kernel: 3, pool: 'max', skip: false };
  const pooled = (blocks: number): Genotype => ({
    ...{ blocks, activation: 'relu', norm: 'none', head: 'flatten', dense: 0, dropout: 0 },
    ...Object.fromEntries(
      Array.from({ length: blocks }, (_, b) =>
        Object.entries(block).map(([name, value]) => [`b${b + 1}.${name}`, value] as const),
      ).flat(),
    ),
  });
  const { architectures } = archSearch(config, square(8));

  it('one by hand gets a coded message that names the layer, and keeps a run from starting', () => {
    expect(architectures.judge(pooled(3)).error).toBeNull();
    expect(architectures.judge(pooled(4)).error).toMatchObject({
      code: 'layer-collapsed',
      details: { layer: 'b4-pool' },
    });
    const { search } = searchOf({ ...config, first: [pooled(4)] }, square(8));
    expect(startProblem({ ...config, first: [pooled(4)] }, search!)?.code).toBe('layer-collapsed');
    // Taken back, the study runs.
    expect(startProblem(config, search!)).toBeNull();
  });

  it('no strategy proposes one', () => {
    for (const type of ['random', 'evolution', 'localSearch', 'bayes', 'controller']) {
      const { sampler, architectures: own } = archSearch({ ...config, strategy: { type, options: {} } }, square(8));
      const trials: PastTrial[] = [];
      for (let index = 0; index < 25; index++) {
        const params = sampler.ask({
          ...{ index, space: own.genes, trials, pending: [], direction: 'maximize', options: {} },
          ...{ rng: Stream.of(1, type, index), shared: Stream.of(1, type) },
          seen: new Set(trials.map((trial) => pointKey(trial.params))),
        })!;
        expect(own.judge(params).error, type).toBeNull();
        // Rewards what collapses next: many poolings.
        const value = Object.values(params).filter((gene) => gene === 'max').length;
        trials.push({
          index,
          params,
          state: 'done',
          value,
          curve: [value],
          objectives: [value],
          violation: 0,
        } as never);
      }
    }
  });
});

it('shared weights of image networks learn around one, where they do not over uniform draws', async () => {
  const trainer = new Trainer({ now: () => 0 });
  await trainer.load('digits', await smallDigits());
  const last: Record<string, number> = {};
  for (const sampling of ['uniform', 'around']) {
    const { base, ...rest } = setting({ sampling, epochs: 14, candidates: 2 });
    const slow = { ...base, optimizer: { ...base.optimizer, learningRate: 0.005 } };
    const { task } = archSearch({ ...rest, base: slow }, square(7)).supernet!;
    const { supernet } = await trainer.run(
      {
        ...{ dataId: 'digits', config: slow, seed: 1, trial: supernetTrial, executor: 'simd', checkpointEvery: 0 },
        ...{ objective: rest.objective, supernet: task },
      },
      () => undefined,
    );
    last[sampling] = supernet!.curve.at(-1)!.loss;
  }
  const guess = Math.log(10);
  expect(last.around).toBeLessThan(0.9 * guess);
  expect(last.uniform).toBeGreaterThan(0.9 * guess);
});
