// Shared weights: what a network reads and writes of them, and that a search by them is a search: reproducible, resumable,
// of use.
import { describe, expect, it, vi } from 'vitest';
import { rankCorrelations } from '$core/nas/estimators';
import { defaultSearch } from '$core/nas/defaults';
import { Architectures, type Network } from '$core/nas/architectures';
import { archSearch, checkSetting } from '$core/nas/search';
import type { NasSetting } from '$core/nas/config';
import type { DataShape } from '$core/nas/space';
import { archSpaceDefs, archSpaceOptions } from '$core/nas/spaces/registry';
import { piecesOf } from '$core/nas/supernet/pieces';
import { ControllerPaths, UniformPaths } from '$core/nas/supernet/paths';
import { SharedWeights } from '$core/nas/supernet/shared';
import { inOrder, oneShot, supernetTrial, type SupernetOutcome } from '$core/nas/supernet/supernet';
import { pointKey } from '$core/space/points';
import { resolveModel } from '$core/model/resolve';
import { sizeOf, weightsOf, type LayerSpec } from '$core/model/spec';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { Checkpoint, TrialJob } from '$core/run/trial';
import { createSimdExecutor } from '$engine/simd';
import { SharedScores } from '$engine/supernet/score';
import { planTrial } from '$engine/train/plan';
import { Trainer } from '$engine/train/trainer';

const picture: DataShape = { inputs: [{ id: 'features', shape: [8, 8, 2], dtype: 'float32' }], units: 3 };
const row: DataShape = { inputs: [{ id: 'features', shape: [5], dtype: 'float32' }], units: 3 };
const mixed: DataShape = {
  inputs: [...row.inputs, { id: 'codes', shape: [3], dtype: 'int32', vocabulary: 7 }],
  units: 1,
};
const words: DataShape = { inputs: [{ id: 'codes', shape: [12], dtype: 'int32', vocabulary: 9 }], units: 2 };

const spaceOf = (type: string, shape: DataShape, limits = {}) => {
  const def = archSpaceDefs.find((one) => one.type === type)!;
  return new Architectures(def, archSpaceOptions(def, {}), shape, limits, 16);
};
const shapes: Record<string, DataShape[]> = { table: [row, mixed], sequence: [words] };
const cases = archSpaceDefs.flatMap(({ type }) => (shapes[type] ?? [picture]).map((shape) => [type, shape] as const));

const networksOf = (architectures: Architectures, count: number): Network[] =>
  Array.from(
    { length: count },
    (_, i) => new UniformPaths(architectures).draw(Stream.of(4, 'networks', architectures.def.type, i)).network,
  );
const byInput = ({ def }: Architectures) => def.sharesByInput === true;

describe.each(cases)('in the space %s', (type, shape) => {
  const architectures = spaceOf(type, shape);
  const networks = networksOf(architectures, 8);

  it('the pieces of a network are its weights, each number once', () => {
    for (const { spec } of networks) {
      const seen = new Map(weightsOf(spec).map(({ name, shape: own }) => [name, new Uint8Array(sizeOf(own))]));
      for (const { weight, starts, rows, columns, stride } of piecesOf(spec, byInput(architectures)))
        for (const start of starts)
          for (let r = 0; r < rows; r++)
            for (let c = 0; c < columns; c++) seen.get(weight.name)![start + r * stride + c]++;
      for (const counts of seen.values()) expect(counts.every((count) => count === 1)).toBe(true);
    }
  });

  it('a network finds what it left, and everything it does not read stays as it was', () => {
    const shared = new SharedWeights(Stream.of(1, 'init'), byInput(architectures));
    const rng = Stream.of(2, 'values');
    const bits = () =>
      new Map(shared.saved.map((block) => [block.key, { ...block, values: block.values.get('')!.slice() }]));
    for (const { spec } of networks) shared.weights(spec);
    let overlap = 0;
    for (const [i, { spec }] of networks.entries()) {
      const before = bits();
      const weights = shared.weights(spec);
      for (const values of weights.values()) for (let k = 0; k < values.length; k++) values[k] = rng.normal();
      shared.store(spec, { weights, optimizer: new Map() });
      expect([...shared.weights(spec)]).toEqual([...weights]);
      const pieces = piecesOf(spec, byInput(architectures));
      const after = bits();
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [key, { values, rows, columns, steps }] of after) {
        const old = before.get(key)!;
        const piece = pieces.find((one) => one.key === key);
        expect(steps).toBe(old.steps + (piece ? 1 : 0));
        if (piece && i > 0) overlap++;
        for (let at = 0; at < values.length; at++) {
          const [r, c] = [Math.floor(at / columns) % rows, at % columns];
          const read = piece !== undefined && r < piece.rows && c < piece.columns;
          if (!read && !Object.is(values[at], old.values[at])) expect([key, r, c]).toBe('untouched');
        }
      }
    }
    expect(overlap).toBeGreaterThan(5);
  });
});

describe('a narrow layer', () => {
  const net = (units: number) =>
    resolveModel(
      [
        { id: 'b1', type: 'dense', options: { units } },
        { id: 'b2', type: 'dense', options: { units: 3 } },
      ],
      row.inputs,
      2,
    );

  it('reads the first channels of a wide one, also where that came later', () => {
    const shared = new SharedWeights(Stream.of(1, 'init'), false);
    const first = shared.weights(net(4));
    const wide = shared.weights(net(8));
    const again = shared.weights(net(4));
    expect([...again]).toEqual([...first]);
    const kernel = wide.get('b1/kernel')!;
    expect(Array.from(again.get('b1/kernel')!)).toEqual(
      Array.from({ length: 20 }, (_, at) => kernel[Math.floor(at / 4) * 8 + (at % 4)]),
    );
    expect(again.get('b2/kernel')).toEqual(wide.get('b2/kernel')!.slice(0, 12));
    expect(kernel.every((value) => value !== 0)).toBe(true);
  });

  it('reads a skip by its source, wherever it stands in the sum of widths', () => {
    const joined = (units: number) =>
      resolveModel(
        [
          { id: 'b1', type: 'dense', options: { units } },
          { id: 'in', type: 'concat', inputs: ['b1', 'features'] },
          { id: 'b2', type: 'dense', options: { units: 2 } },
        ],
        row.inputs,
        2,
      );
    const shared = new SharedWeights(Stream.of(1, 'init'), false);
    const [wide, narrow] = [6, 3].map((units) => shared.weights(joined(units)).get('b2/kernel')!);
    expect(narrow.slice(0, 6)).toEqual(wide.slice(0, 6));
    expect(narrow.slice(6)).toEqual(wide.slice(12));
    // Without the skip the trunk is the same.
    expect(shared.weights(net(3)).get('b2/kernel')!.length).toBe(9);
  });
});

/** Two classes on three rings. */
function rings(rows: number, name: string) {
  const rng = Stream.of(9, 'rings', name);
  const features = new Float32Array(2 * rows);
  const target = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const ring = rng.below(4);
    const angle = 2 * Math.PI * rng.uniform();
    const radius = 0.5 + ring * 0.55 + 0.1 * rng.normal();
    features.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * i);
    target[i] = ring % 2;
  }
  return { rows, features, codes: new Int32Array(0), target };
}
const prepared: Prepared = {
  inputs: [{ id: 'features', shape: [2], dtype: 'float32' }],
  task: 'binary',
  classes: ['even', 'odd'],
  targetScale: { mean: 0, std: 1 },
  train: rings(320, 'train'),
  validation: rings(320, 'validation'),
  test: rings(8, 'test'),
} as unknown as Prepared;
const shape: DataShape = { inputs: prepared.inputs, units: 1 };

const setting = (options: Record<string, number | string>, more: Partial<NasSetting> = {}) => {
  const search = defaultSearch('table');
  return {
    ...search,
    objective: { metric: 'loss', direction: 'minimize' } as const,
    base: { ...search.base, batchSize: 32, epochs: 20, optimizer: { ...search.base.optimizer, learningRate: 0.01 } },
    space: { type: 'table', options: { maxBlocks: 3, maxWidth: 16 } },
    limits: {},
    strategy: { type: 'oneShot', options },
    ...more,
  };
};
const jobOf = (
  config: ReturnType<typeof setting>,
  seed: number,
): Omit<TrialJob, 'supernet'> & Pick<Required<TrialJob>, 'supernet'> => ({
  dataId: 'rings',
  config: config.base,
  seed,
  trial: supernetTrial,
  executor: 'simd',
  objective: config.objective,
  checkpointEvery: 0,
  supernet: archSearch(config, shape).supernet!.task,
});
async function trainer(): Promise<Trainer> {
  const made = new Trainer({ now: () => 0 });
  await made.load('rings', prepared);
  return made;
}
const bare = ({ seconds: _seconds, ...outcome }: SupernetOutcome) => outcome;

describe('training', () => {
  it('a network trained alone through the shared weights has the bits of one trained directly', async () => {
    const config = setting({});
    const layers: LayerSpec[] = [
      { id: 'b1', type: 'dense', options: { units: 7, activation: 'linear' } },
      { id: 'n1', type: 'batchNorm' },
      { id: 'a1', type: 'activation', options: { activation: 'relu' } },
      { id: 'b2-in', type: 'concat', inputs: ['a1', 'features'] },
      { id: 'b2', type: 'dense', options: { units: 5 } },
    ];
    const plan = planTrial({ ...config.base, layers }, prepared, 3, 0);
    const executor = await createSimdExecutor();
    const data = await executor.load(prepared.train);
    const shared = new SharedWeights(Stream.of(3, 'init'), false);
    // A wider one has been there before.
    shared.weights(resolveModel([{ id: 'b1', type: 'dense', options: { units: 12 } }], prepared.inputs, 1));

    const direct = await executor.build(plan.spec, plan.options);
    await direct.setWeights(shared.weights(plan.spec));
    await direct.trainEpoch({ data, order: plan.order(0), learningRates: plan.learningRates(0), epoch: 0 });

    const through = await executor.build(plan.spec, plan.options);
    const like = await through.getOptimizerState();
    for (let step = 0; step < plan.steps; step++) {
      const { weights, optimizer } = shared.load(plan.spec, like);
      await through.setWeights(weights);
      await through.setOptimizerState(optimizer);
      const order = plan.order(0).subarray(step * 32, (step + 1) * 32);
      const learningRates = plan.learningRates(0).slice(step, step + 1);
      await through.trainEpoch({ data, order, learningRates, epoch: step });
      shared.store(plan.spec, { weights: await through.getWeights(), optimizer: await through.getOptimizerState() });
    }
    expect(plan.steps).toBe(10);
    expect(shared.weights(plan.spec)).toEqual(await direct.getWeights());
    expect(shared.load(plan.spec, like).optimizer).toEqual(await direct.getOptimizerState());
  });

  it.each(['uniform', 'around', 'controller'])(
    'resumed from any checkpoint it ends with the same bits: %s',
    async (sampling) => {
      const middle = new UniformPaths(archSearch(setting({}), shape).architectures).draw(
        Stream.of(4, 'middle'),
      ).genotype;
      const first = sampling === 'around' ? [middle] : [];
      const config = setting({ sampling, epochs: 3, candidates: 6, controllerSteps: 2, controllerBatch: 2 }, { first });
      const made = await trainer();
      const kept: Checkpoint[] = [];
      let now = 0;
      const ticking = new Trainer({ now: () => (now += 100) });
      await ticking.load('rings', prepared);
      const whole = await ticking.run({ ...jobOf(config, 5), checkpointEvery: 0.5 }, (message) => {
        if (message.type === 'checkpoint') kept.push(structuredClone(message.checkpoint));
      });
      expect(whole.supernet!.curve).toHaveLength(3);
      expect(whole.supernet!.ranking).toHaveLength(6 + first.length);
      expect('reward' in whole.supernet!.curve[2]).toBe(sampling === 'controller');
      // In the middle of an epoch, and in the middle of the ranking.
      expect(kept.some(({ supernet }) => supernet!.step % 10 > 0)).toBe(true);
      expect(kept.some(({ supernet }) => supernet!.ranked.length > 0)).toBe(true);
      // While the controller is taught, after the first epoch and between two of its steps.
      const taught = kept.filter(({ supernet }) => supernet!.taught);
      expect(taught.some(({ supernet }) => supernet!.taught!.step === 1)).toBe(sampling === 'controller');
      for (const from of [undefined, kept[1], kept[kept.length >> 1], ...taught, kept.at(-1)]) {
        // Training goes on in the numbers of the checkpoint itself.
        const again = await made.run(
          { ...jobOf(config, 5), ...(from ? { from: structuredClone(from) } : {}) },
          () => undefined,
        );
        expect(bare(again.supernet!)).toEqual(bare(whole.supernet!));
      }
    },
  );

  it('the controller comes to prefer what is rewarded', async () => {
    const architectures = spaceOf('table', row);
    const options = { rate: 0.02, decay: 0.9, entropy: 0, controllerBatch: 5, bound: 0, temperature: 1 };
    const paths = new ControllerPaths(architectures, options, Stream.of(1, 'controller'), null);
    const share = () => {
      const drawn = Array.from({ length: 60 }, (_, i) => paths.draw(Stream.of(2, 'look', i)));
      return drawn.filter(({ genotype }) => genotype.norm === 'layerNorm').length / 60;
    };
    expect(share()).toBeLessThan(0.55);
    const entropies: number[] = [];
    for (let step = 0; step < 40; step++) {
      const learned = await paths.learn(Stream.of(3, 'teach', step), ({ genotype }) =>
        Promise.resolve(genotype.norm === 'layerNorm' ? 1 : 0),
      );
      entropies.push(learned!.entropy);
    }
    expect(share()).toBeGreaterThan(0.8);
    expect(entropies.at(-1)!).toBeLessThan(entropies[0]);
    // Its state is all there is to it.
    const again = new ControllerPaths(architectures, options, Stream.of(9, 'other'), structuredClone(paths.state));
    expect(again.draw(Stream.of(5, 'x')).genotype).toEqual(paths.draw(Stream.of(5, 'x')).genotype);
  });

  it.each(['Shared weights', 'Ranking'] as const)('stops before the next step: %s', async (stage) => {
    // A clock that makes every step news.
    let now = 0;
    const made = new Trainer({ now: () => (now += 1000) });
    await made.load('rings', prepared);
    const told: number[] = [];
    const { record, supernet } = await made.run(jobOf(setting({ epochs: 2, candidates: 9 }), 5), (message) => {
      if (message.type !== 'supernet' || message.news.stage !== stage) return;
      told.push(message.news.done);
      if (message.news.done === 4) void made.control(supernetTrial, 'stop');
    });
    expect(record.state).toBe('cancelled');
    expect(supernet).toBeUndefined();
    expect(told).toEqual([1, 2, 3, 4]);
  });

  it.each(['stop', 'pause'] as const)('a %s is heard while the controller learns', async (command) => {
    const made = await trainer();
    const sampling = { sampling: 'controller', controllerSteps: 20, controllerBatch: 4 };
    const rewards = vi.spyOn(SharedScores.prototype, 'reward');
    const heard = new Promise<void>((resolve) => {
      rewards.mockImplementation(() => {
        if (rewards.mock.calls.length === 6) {
          void made.control(supernetTrial, command);
          resolve();
        }
        return 0.5;
      });
    });
    try {
      const running = made.run(jobOf(setting({ ...sampling, epochs: 2, candidates: 3 }), 5), () => undefined);
      await heard;
      if (command === 'pause') {
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        expect(rewards).toHaveBeenCalledTimes(6);
        await made.control(supernetTrial, 'resume');
        expect((await running).record.state).toBe('done');
        expect(rewards).toHaveBeenCalledTimes(2 * 20 * 4);
      } else {
        const { record } = await running;
        expect(record.state).toBe('cancelled');
        expect(rewards).toHaveBeenCalledTimes(6);
      }
    } finally {
      rewards.mockRestore();
    }
  });

  it('stops at once, and says what went wrong', async () => {
    const made = await trainer();
    const job = jobOf(setting({ epochs: 50, candidates: 5 }), 5);
    const running = made.run(job, () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await made.control(supernetTrial, 'stop');
    expect((await running).record).toMatchObject({ state: 'cancelled' });
    const rate = { ...job.config, optimizer: { ...job.config.optimizer, type: 'sgd', learningRate: 1e30 } } as const;
    const wild = {
      ...job,
      config: rate,
      supernet: { ...job.supernet, options: { ...job.supernet.options, epochs: 1 } },
    };
    expect((await made.run(wild, () => undefined)).record.error?.code).toBe('nas-supernet-failed');
    const blind = { ...prepared, validation: rings(0, 'none') };
    await made.load('blind', blind);
    const refused = await made.run({ ...job, dataId: 'blind' }, () => undefined);
    expect(refused.record.error?.code).toBe('nas-supernet-validation');
  });
});

describe('the strategy', () => {
  it('proposes the ranking in its order, what was given first', () => {
    const config = setting({}, { trials: 4 });
    const search = archSearch(config, shape);
    const networks = Array.from({ length: 5 }, (_, i) =>
      new UniformPaths(search.architectures).draw(Stream.of(8, 'draws', i)),
    );
    const ranking = inOrder(
      networks.map(({ genotype }, i) => ({ params: genotype, score: [0.4, null, 0.1, 0.3, 0.1][i] })),
      'minimize',
    );
    expect(ranking.map(({ score }) => score)).toEqual([0.1, 0.1, 0.3, 0.4, null]);
    search.supernet!.settle({ ranking, curve: [], steps: 1, skipped: 0, networks: 1, parameters: 1, seconds: 0 });
    const rng = Stream.of(1, 'sampler');
    const ask = {
      space: search.architectures.genes,
      trials: [],
      direction: 'minimize',
      rng,
      shared: rng,
      options: {},
    } as const;
    const asked: NonNullable<ReturnType<typeof search.sampler.ask>>[] = [];
    for (let index = 0; index < 4; index++)
      asked.push(
        search.sampler.ask({
          ...ask,
          index,
          pending: [...asked],
          seen: new Set(asked.map((one) => JSON.stringify(Object.entries(one).sort()))),
        })!,
      );
    expect(asked).toEqual([2, 4, 3, 0].map((i) => networks[i].genotype));
    expect(search.supernet!.scoreOf(networks[3].genotype)).toBe(0.3);
    expect(search.supernet!.scoreOf(networks[1].genotype)).toBeUndefined();
    expect(oneShot).toBe('oneShot');
  });

  it('does not go together with other shortcuts', () => {
    expect(() => checkSetting(setting({}, { judge: 'synflow' }))).toThrow(/does not go together with a score/);
    expect(() => checkSetting(setting({}, { preselect: { proxy: 'snip', of: 3 } }))).toThrow(/pre-selection/);
  });
});

describe('the ranking', () => {
  it('goes with the truth on a small space, and beats random search at the same work', async () => {
    const made = await trainer();
    const config = setting({});
    const search = archSearch(config, shape);
    const pool = Array.from({ length: 24 }, (_, i) =>
      new UniformPaths(search.architectures).draw(Stream.of(11, 'pool', i)),
    );
    const truth = new Map<string, number>();
    for (const [trial, { genotype }] of pool.entries()) {
      const { supernet: _none, ...plain } = jobOf(config, 3);
      const { record } = await made.run({ ...plain, config: search.configOf(genotype), trial }, () => undefined);
      truth.set(pointKey(genotype), record.value!);
    }
    // 120 epochs of shared weights and 4 full trainings of 20: the work of 10 full trainings.
    const [kept, work] = [4, 10];
    const job = jobOf(config, 3);
    const options = { ...job.supernet.options, epochs: 120, candidates: 0 };
    const given = pool.map(({ genotype }) => genotype);
    const { supernet } = await made.run({ ...job, supernet: { ...job.supernet, options, given } }, () => undefined);
    const values = supernet!.ranking.map(({ params }) => truth.get(pointKey(params))!);
    const scores = supernet!.ranking.map(({ score }) => score!);
    expect(rankCorrelations(scores, values, Stream.of(1, 'resamples')).spearman.low).toBeGreaterThan(0);
    const found = Math.min(...values.slice(0, kept));
    expect(found).toBeLessThan(expectedLeast([...truth.values()], work));
  });
});

/** The mean of the least of `count` draws without replacement. */
function expectedLeast(values: number[], count: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  let [left, sum] = [1, 0];
  sorted.forEach((value, i) => {
    // The chance that this one is the first drawn, in order of size.
    const chance = Math.min(1, count / (sorted.length - i));
    sum += left * chance * value;
    left *= 1 - chance;
  });
  return sum;
}
