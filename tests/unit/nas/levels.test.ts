// Architectures at levels of fidelity: what a level trains, that no network is proposed which a level has no room for, and
// what does not go together.
import { expect, it } from 'vitest';
import type { Lab, NasConfig } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { parseLab } from '$core/lab/validate';
import { Architectures } from '$core/nas/architectures';
import { defaultSearch } from '$core/nas/defaults';
import { archLevels, archSearch } from '$core/nas/search';
import { archSpaceDef, archSpaceDefs, archSpaceOptions } from '$core/nas/spaces/registry';
import { Stream } from '$core/rng/stream';
import { shortcutLevels } from '$core/run/shortcut';
import { samplePoint } from '$core/space/points';
import { runStep } from '../../support/runLab';

const config = (more: Partial<NasConfig>): NasConfig => {
  const search = defaultSearch('table');
  const objective = { metric: 'loss', direction: 'minimize' } as const;
  return { ...search, base: { ...search.base, epochs: 6 }, objective, trials: 9, ...more };
};
const penguins = (more: Partial<NasConfig>): Lab =>
  exampleLab({
    title: 'A search at levels',
    note: '',
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    steps: [{ id: 'nas', type: 'nas', config: config(more) }],
  });
const random = { type: 'random', options: {} };

it('the top level is the whole training; below it there are fewer rows, epochs or units', async () => {
  const whole = (await runStep(penguins({ strategy: random, trials: 5 }), 'nas')).trials;
  for (const of of ['rows', 'width', 'epochs'] as const) {
    const lab = parseLab(penguins({ strategy: random, trials: 5, fidelity: { of, least: 0.3 } }));
    const { trials } = await runStep(lab, 'nas');
    trials.forEach(({ params, metrics, curve, state }, i) => {
      expect(params).toEqual(whole[i].params);
      expect([state, curve.length]).toEqual(['done', 2]);
      expect(metrics).toEqual(whole[i].metrics);
      expect(curve[0].validation).not.toEqual(metrics);
    });
    const [level, ...more] = shortcutLevels({ trials, metric: 'loss', direction: 'minimize', steps: [1] });
    expect(more).toEqual([]);
    expect(level.spearman.value).toBeGreaterThanOrEqual(-1);
  }
});

it('evolution with promotion: most networks end at a level below, and the best was trained whole', async () => {
  const fidelity = { of: 'rows', least: 0.1 } as const;
  const { trials, best } = await runStep(
    penguins({ fidelity, pruner: { type: 'asha', options: {} }, trials: 18 }),
    'nas',
  );
  expect(best!.state).toBe('done');
  expect(best!.curve).toHaveLength(3);
  const ended = trials.filter(({ state }) => state === 'pruned');
  expect(ended.length).toBeGreaterThan(9);
  for (const { share, curve } of ended) expect(share).toBe([1 / 9, 1 / 3, undefined][curve.length - 1]);
});

const shapes = {
  image: [{ id: 'features', shape: [16, 16, 1], dtype: 'float32' as const }],
  table: [{ id: 'features', shape: [7], dtype: 'float32' as const }],
};

it('no network is proposed that the lowest resolution has no room for', () => {
  const base = { ...defaultSearch('image'), objective: config({}).objective };
  const shape = { inputs: shapes.image, units: 3 };
  const plain = archSearch(base, shape).architectures;
  const levels = archSearch({ ...base, fidelity: { of: 'resolution', least: 0.1 } }, shape).architectures;
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    const genotype = samplePoint(plain.genes, Stream.of(3, 'levels', i));
    const { network } = plain.judge(genotype);
    const { error } = levels.judge(genotype);
    if (network && error) {
      refused++;
      expect(error.code).toBe('fidelity-too-small');
    } else expect(error === null).toBe(network !== null);
  }
  expect(refused).toBeGreaterThan(10);
  const table = { inputs: shapes.table, units: 3 };
  expect(() => archSearch({ ...config({}), fidelity: { of: 'resolution', least: 0.1 } }, table)).toThrow(
    expect.objectContaining({ code: 'fidelity-no-images' }),
  );
});

it('narrow networks can be built in every space, or are refused by name', () => {
  const images = [{ id: 'features', shape: [16, 16, 3], dtype: 'float32' as const }];
  const sequences = [
    { id: 'codes', shape: [20], dtype: 'int32' as const, vocabulary: [...new Array<number>(20).fill(9)] },
  ];
  for (const { type } of archSpaceDefs) {
    const def = archSpaceDef(type);
    const inputs = [images, shapes.table, sequences].find((of) => def.unfit(of as never) === null);
    if (!inputs) continue;
    const options = archSpaceOptions(def, {});
    const shape = { inputs: inputs as never, units: 3 };
    const [plain, narrow] = [[], [{ of: 'width' as const, share: 1 / 3 }]].map(
      (levels) => new Architectures(def, options, shape, {}, 32, levels),
    );
    let both = 0;
    for (let i = 0; i < 60; i++) {
      const genotype = samplePoint(plain.genes, Stream.of(4, 'narrow', type, i));
      const error = narrow.judge(genotype).error;
      if (plain.judge(genotype).network && !error) both++;
      else if (plain.judge(genotype).network) expect(error!.code).toBe('fidelity-too-narrow');
    }
    expect(both, type).toBeGreaterThan(20);
  }
});

it('what does not go together is refused by name, and other ways of judging have no levels', () => {
  const fidelity = { of: 'rows', least: 0.1 } as const;
  const refused = (more: Partial<NasConfig>, code: string) =>
    expect(() => parseLab(penguins({ fidelity, ...more }))).toThrow(expect.objectContaining({ code }));
  refused({ strategy: { type: 'morphism', options: {} } }, 'nas-morphism-fidelity');
  refused({ pruner: { type: 'median', options: {} } }, 'fidelity-no-rungs');
  refused({ fidelity: { of: 'rows', least: 0.8 } }, 'fidelity-one-level');
  refused({ fidelity: { of: 'folds', least: 0.1 } as never }, 'lab-invalid');
  expect(archLevels(config({ fidelity }))).toHaveLength(3);
  expect(archLevels(config({ fidelity, judge: 'synflow' }))).toBeNull();
  const compare = { on: true, networks: 5, epochs: 1, share: 0.5, inherit: false };
  expect(archLevels(config({ fidelity, compare }))).toBeNull();
});
