// Nothing invalid and nothing beyond a budget is ever proposed: every strategy on every space, tables, sequences and images,
// chains and cells, under budgets drawn at random. Costs are counted again here, from the layers alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultsOf } from '$core/fields/field';
import { costOf } from '$core/model/cost';
import { resolveModel } from '$core/model/resolve';
import type { InputSpec } from '$core/model/spec';
import { Architectures, type Limits } from '$core/nas/architectures';
import type { NasSetting } from '$core/nas/config';
import { archSearch } from '$core/nas/search';
import type { DataShape, Genotype } from '$core/nas/space';
import { archSpaceDef } from '$core/nas/spaces/registry';
import { strategyDefs } from '$core/nas/strategies/registry';
import { candidatesOf } from '$core/nas/supernet/candidates';
import { UniformPaths } from '$core/nas/supernet/paths';
import { Stream } from '$core/rng/stream';
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { complete } from '$core/samplers/moves';
import { enumerate } from '$core/space/domains';
import { samplePoint } from '$core/space/points';
import { defaultTrainConfig } from '$core/train/config';

const row: InputSpec = { id: 'features', shape: [7], dtype: 'float32' };
const codes: InputSpec = { id: 'codes', shape: [12], dtype: 'int32', vocabulary: 30 };
const picture: InputSpec = { id: 'features', shape: [9, 7, 3], dtype: 'float32' };
const places: readonly (readonly [space: string, inputs: InputSpec[]])[] = [
  ['table', [row]],
  ['table', [row, codes]],
  ['sequence', [row]],
  ['sequence', [codes]],
  ['image', [picture]],
  ['cell201', [picture]],
  ['nasnet', [picture]],
];
const batch = 32;
/** Budgets for each strategy on each space; PROPOSALS=20 draws that many. */
const budgets = Number(process.env.PROPOSALS ?? 1);
const trials = 5;
let asked = 0;

const spaceOf = (type: string, inputs: InputSpec[], limits: Limits = {}): Architectures => {
  const def = archSpaceDef(type);
  return new Architectures(def, defaultsOf(def.fields), { inputs, units: 3 }, limits, batch);
};

/** What a genotype needs, or null where its layers fit nothing. */
function needs(type: string, inputs: InputSpec[], genotype: Genotype): Required<Limits> | null {
  const def = archSpaceDef(type);
  try {
    const cost = costOf(resolveModel(def.decode(genotype, defaultsOf(def.fields), inputs), inputs, 3));
    // Weights, gradients and two slots of the optimizer; activations of a batch and their gradients.
    const memory = 4 * 4 * cost.stored + 2 * batch * cost.activationBytesPerRow;
    return { parameters: cost.parameters, flops: cost.flopsPerRow, memory };
  } catch (error) {
    if (error instanceof TablabError) return null;
    throw error;
  }
}

const kinds = ['parameters', 'flops', 'memory'] as const;
const within = (needed: Required<Limits>, limits: Limits) =>
  kinds.every((kind) => needed[kind]! <= (limits[kind] ?? Infinity));

/** One to three limits, each what some network of the space needs. */
function drawLimits(type: string, inputs: InputSpec[], rng: Stream): Limits {
  const { genes } = spaceOf(type, inputs);
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = {};
  // Of cells, which take long to decode, one: several leave hardly any.
  const count = type === 'cell201' || type === 'nasnet' ? 1 : 1 + rng.below(3);
  for (let draw = 0; Object.keys(limits).length < count; draw++) {
    const needed = needs(type, inputs, samplePoint(genes, rng.split(draw)));
    const kind = kinds[rng.below(3)];
    if (needed) limits[kind] = Math.ceil(needed[kind]! * (0.5 + rng.uniform()));
  }
  return limits;
}

/** Why a strategy may refuse a space or a budget before it starts. */
const refusals = ['nas-none-fits', 'nas-grid-large', 'nas-no-growth', 'nas-no-middle', 'nas-no-relaxation'];

/** All genotypes that a study asks for, with made-up results. */
function proposed(setting: NasSetting, shape: DataShape, seed: number): Genotype[] {
  const search = archSearch({ ...setting, objective: { metric: 'loss', direction: 'minimize' } }, shape);
  const { architectures, relaxed, supernet } = search;
  if (relaxed) {
    const { relaxation, findings } = relaxed;
    const rng = Stream.of(seed, 'shares');
    const alphas = relaxation.edges.map(() => relaxation.ops.map(() => rng.normal()));
    findings.tell({ epoch: findings.limits.epochs - 1, loss: 1, heldOut: 1, alphas, backend: 'cpu' });
  }
  if (supernet) {
    const drawn = candidatesOf(architectures, new UniformPaths(architectures), [], 20, Stream.of(seed, 'ranked'));
    const ranking = drawn.map(({ genotype: params }, score) => ({ params, score }));
    supernet.settle({ curve: [], ranking, steps: 1, skipped: 0, networks: 1, parameters: 1, seconds: 1 });
  }
  const plan = { space: architectures.genes, sampler: { type: 'random', options: {} }, trials, width: 2, seed };
  const study = new Study({ ...plan, direction: 'minimize' }, search.sampler);
  const genotypes: Genotype[] = [];
  const rng = Stream.of(seed, 'values');
  for (let next = study.next(); next; next = study.next()) {
    genotypes.push(next.params);
    // Larger networks look better, so that a search is drawn to the budget.
    const { parameters } = needs(setting.space.type, [...shape.inputs], next.params) ?? { parameters: 1 };
    const state = rng.uniform() < 0.1 ? 'failed' : 'done';
    const value = state === 'done' ? rng.uniform() - parameters! / 1000 : null;
    study.tell({
      index: next.index,
      params: next.params,
      state,
      value,
      metrics: {},
      curve: [],
    } as unknown as TrialRecord);
  }
  return genotypes;
}

describe.each(strategyDefs.map(({ type }) => type))('%s', (strategy) => {
  it.each(
    places.map(
      ([space, inputs]) => [`${space} of ${inputs.map(({ id }) => id).join(' and ')}`, space, inputs] as const,
    ),
  )('proposes nothing invalid or beyond a budget: %s', (_name, space, inputs) => {
    for (let n = 0; n < budgets; n++) {
      const limits = drawLimits(space, inputs, Stream.of(n, 'limits', strategy, space));
      const setting: NasSetting = {
        base: { ...defaultTrainConfig('image'), layers: [], batchSize: batch },
        space: { type: space, options: {} },
        limits,
        strategy: { type: strategy, options: {} },
        trials,
        width: 2,
      };
      let genotypes: Genotype[];
      try {
        genotypes = proposed(setting, { inputs, units: 3 }, n);
      } catch (error) {
        expect(refusals).toContain((error as TablabError).code);
        continue;
      }
      expect(genotypes.length).toBeGreaterThan(0);
      asked += genotypes.length;
      for (const genotype of genotypes) {
        const needed = needs(space, inputs, genotype);
        expect(needed, JSON.stringify(genotype)).not.toBeNull();
        expect(within(needed!, limits), JSON.stringify({ needed, limits, genotype })).toBe(true);
      }
    }
  });
});

it('that were hundreds of proposals', () => expect(asked).toBeGreaterThan(150 * budgets));

it.each(places)(
  'a gene changed by hand is taken, or refused by a code that says what is too much: %s',
  (space, inputs) => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), (seed, edit) => {
        const rng = Stream.of(seed, 'edit', edit);
        const limits = drawLimits(space, inputs, rng.split('limits'));
        const architectures = spaceOf(space, inputs, limits);
        const { genes } = architectures;
        const before = samplePoint(genes, rng.split('genes'));
        const active = genes.filter(({ path }) => path in before);
        const { path, domain } = active[rng.below(active.length)];
        const values = enumerate(domain);
        const after = complete(genes, { ...before, [path]: values[rng.below(values.length)] }, rng.split('by-hand'));
        const { error } = architectures.judge(after);
        const needed = needs(space, inputs, after);
        if (!needed) {
          expect(['layer-collapsed', 'nas-disconnected']).toContain(error?.code);
          return;
        }
        if (within(needed, limits)) {
          expect(error).toBeNull();
          return;
        }
        expect(error?.code).toBe('nas-too-large');
        const [amount] = /\d+(\.\d+)?/.exec(String(error?.details.needed))!;
        const shown = kinds.map((kind) =>
          kind === 'memory' ? (needed.memory! / 2 ** 20).toFixed(1) : String(needed[kind]),
        );
        expect(shown).toContain(amount);
      }),
      { numRuns: 40 },
    );
  },
);
