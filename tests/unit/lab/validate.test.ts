import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError, type PlainError } from '$core/errors/error';
import type { Lab, TuneStep } from '$core/lab/document';
import { cars } from '$core/lab/examples/cars';
import { quickstart } from '$core/lab/examples/quickstart';
import { decodeLink, encodeLink, labFromText, labToText } from '$core/lab/codec';
import { migrate } from '$core/lab/migrate';
import { parseLab } from '$core/lab/validate';
import { defaultSearch } from '$core/nas/defaults';
import { labs } from './arbitrary';

function refusal(value: unknown): PlainError | 'accepted' {
  try {
    parseLab(value);
  } catch (error) {
    if (error instanceof TablabError) return error.toPlain();
    throw error;
  }
  return 'accepted';
}
const { lab } = quickstart;
const [tune] = lab.steps as [TuneStep];
const withTune = (change: Partial<TuneStep['config']>) => ({
  ...lab,
  steps: [{ ...tune, config: { ...tune.config, ...change } }],
});
const withBase = (change: object) => withTune({ base: { ...tune.config.base, ...change } });

describe('parseLab', () => {
  test.each<[string, unknown, string, object]>([
    ['a seed with a fraction', { ...lab, seed: 1.5 }, 'lab-invalid', { path: 'seed' }],
    ['an unknown key', { ...lab, script: 'x' }, 'lab-invalid', { path: 'script' }],
    ['a deep place', withTune({ trials: 0 }), 'lab-invalid', { path: 'steps.0.config.trials' }],
    ['a title that is too long', { ...lab, title: 'x'.repeat(121) }, 'lab-invalid', { path: 'title' }],
    [
      'a hash that is none',
      { ...lab, data: { kind: 'imported', name: 'a', sha256: 'A'.repeat(64) } },
      'lab-invalid',
      { path: 'data.sha256' },
    ],
    ['no rows to train on', { ...lab, split: { validation: 0.5, test: 0.5 } }, 'split-no-training', {}],
    ['two steps of one id', { ...lab, steps: [tune, tune] }, 'lab-step-duplicate', { step: 'tune' }],
    [
      'a promise about no step',
      { ...lab, expected: { step: 'nas', executor: 'simd' } },
      'step-unknown',
      { step: 'nas' },
    ],
    ['an unknown sampler', withTune({ sampler: { type: 'oracle', options: {} } }), 'sampler-unknown', {}],
    ['a sampler option', withTune({ sampler: { type: 'grid', options: { resolution: -1 } } }), 'field-invalid', {}],
    [
      'an unknown layer',
      withBase({ layers: [{ id: 'h1', type: 'lstm' }] }),
      'layer-unknown',
      { layer: 'h1', type: 'lstm' },
    ],
    [
      'a layer option out of range',
      withBase({ layers: [{ id: 'h1', type: 'dense', options: { units: 0 } }] }),
      'field-invalid',
      { value: '0' },
    ],
    [
      'an optimizer option of another',
      withBase({ optimizer: { type: 'adam', learningRate: 0.1, options: { rho: 0.9 } } }),
      'field-invalid',
      {},
    ],
    ['a schedule option', withBase({ schedule: { type: 'step', options: { every: 0 } } }), 'field-invalid', {}],
  ])('refuses %s', (_, value, code, details) => {
    expect(refusal(value)).toMatchObject({ code, details });
  });

  test('accepts every valid lab and completes what may be left out', () => {
    fc.assert(
      fc.property(labs, (random) => {
        expect(parseLab(random)).toEqual(random);
      }),
    );
    const sparse = structuredClone(cars.lab) as unknown as { steps: { config: { optimizer: { options?: object } } }[] };
    for (const step of sparse.steps) delete step.config.optimizer.options;
    expect(parseLab(sparse)).toEqual(cars.lab);
  });

  test('anything else is refused with a coded error', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(refusal(value)).toMatchObject({ code: 'lab-invalid' });
      }),
    );
  });

  test('a valid lab with one place replaced by anything is accepted or refused with a coded error', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, Infinity, -1, '', 'x'.repeat(3000), [], {}, null));
    fc.assert(
      fc.property(labs, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), junk, (random, route, value) => {
        const copy = structuredClone(random) as unknown as Record<string, unknown>;
        let node = copy;
        for (const [depth, turn] of route.entries()) {
          const keys = Object.keys(node);
          if (keys.length === 0) break;
          const key = keys[turn % keys.length];
          const next = node[key];
          if (depth < route.length - 1 && typeof next === 'object' && next !== null) node = next as typeof node;
          else {
            node[key] = value;
            break;
          }
        }
        const result = refusal(copy);
        if (result !== 'accepted')
          expect(result.message).not.toMatch(/\{(path|reason|field|value|expected|step|type|param|layer)\}/);
      }),
      { numRuns: 500 },
    );
  });

  test('repeats no more of a place than one can read', () => {
    const long = withBase({ optimizer: { type: 'adam', learningRate: 0.1, options: { ['x'.repeat(1e5)]: 0 } } });
    expect(refusal(long)).toMatchObject({ code: 'lab-invalid' });
    const said = refusal(long);
    expect(said === 'accepted' ? Infinity : said.message.length).toBeLessThan(500);
  });

  test('keys that would reach a prototype stay data or are refused', () => {
    const text = JSON.stringify(lab).replace('"data":{', '"data":{"__proto__":{"polluted":true},');
    expect(refusal(JSON.parse(text))).not.toBe('accepted');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a pruner that compares folds', () => {
  const pruner = { type: 'wilcoxon', options: {} };
  const folds = { method: 'stratified', folds: 5 } as const;
  const objective = { metric: 'accuracy', direction: 'maximize' } as const;
  const searching = {
    ...lab,
    steps: [{ id: 'nas', type: 'nas' as const, config: { ...defaultSearch('table'), objective, pruner } }],
  };

  test('is refused without folds, from a file as from a link, and in an architecture search, which has none', async () => {
    for (const [wrong, code] of [
      [withTune({ pruner }), 'pruner-no-folds'],
      [searching, 'folds-nas'],
    ] as const) {
      const told = { code, details: { pruner: 'Wilcoxon over folds' } };
      expect(refusal(wrong)).toMatchObject(told);
      expect(() => labFromText(labToText(wrong as Lab))).toThrow(expect.objectContaining(told));
      await expect(encodeLink(wrong as Lab).then(decodeLink)).rejects.toMatchObject(told);
    }
  });

  test('is accepted with folds, and others in an architecture search', () => {
    expect(refusal(withTune({ pruner, validation: folds }))).toBe('accepted');
    const [step] = searching.steps;
    const median = { ...step, config: { ...step.config, pruner: { type: 'median', options: {} } } };
    expect(refusal({ ...lab, steps: [median] })).toBe('accepted');
  });
});

describe('migration', () => {
  const steps = {
    0: (old: Readonly<Record<string, unknown>>) => {
      const { name, ...rest } = old;
      return { ...rest, title: name };
    },
  };

  test('an older document passes through every step to the present', () => {
    const { title, ...rest } = lab;
    const old = { ...rest, name: title, version: 0 };
    expect(parseLab(migrate(old, 1, steps))).toEqual(lab);
    const twice = { ...steps, 1: (l: Readonly<Record<string, unknown>>) => ({ ...l, extra: true }) };
    expect(migrate(old, 2, twice)).toMatchObject({ title, extra: true, version: 2 });
  });

  test('versions without a path are refused', () => {
    const code = (version: unknown) => refusal({ ...lab, version });
    expect(code(0)).toMatchObject({ code: 'lab-invalid', details: { path: 'version' } });
    expect(code('1')).toMatchObject({ code: 'lab-invalid', details: { path: 'version' } });
    expect(code(2)).toMatchObject({ code: 'lab-newer' });
    expect(code(1e300)).toMatchObject({ code: 'lab-newer' });
  });
});
