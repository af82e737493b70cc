// Points that break a declared constraint, in 100,000 asks over all samplers: as many studies of 100 trials as that takes,
// with three spaces in turn, at width 4. The target is none.
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { samplerDefs } from '$core/samplers/registry';
import { keeps, parseCondition } from '$core/space/constraint';
import type { Space } from '$core/space/space';
import { result, type Result } from './support/result';

const layers: Space = [
  { path: 'rate', domain: { kind: 'float', low: 1e-4, high: 0.1, log: true } },
  { path: 'wide', domain: { kind: 'int', low: 4, high: 128, log: true } },
  { path: 'deep', domain: { kind: 'bool' } },
  { path: 'narrow', domain: { kind: 'int', low: 4, high: 128, log: true }, when: { path: 'deep', in: [true] } },
  { path: 'batch', domain: { kind: 'ordinal', values: [8, 16, 32, 64, 128, 256] } },
];
const kinds: Space = [
  { path: 'a', domain: { kind: 'choice', values: ['x', 'y', 'z'] } },
  { path: 'b', domain: { kind: 'choice', values: ['x', 'y', 'z'] } },
  { path: 'c', domain: { kind: 'int', low: 1, high: 20 } },
  { path: 'd', domain: { kind: 'int', low: 1, high: 20 } },
];
const numbers: Space = ['p', 'q', 'r'].map((path) => ({ path, domain: { kind: 'float', low: 0, high: 1 } }));
const problems = [
  { space: layers, rules: ['narrow <= wide', 'batch * wide <= 4096', 'not (rate > 0.03 and batch < 32)'] },
  { space: kinds, rules: ['a != b', 'c + d <= 24', 'c >= d or a == "x"'] },
  { space: numbers, rules: ['p + q + r <= 1', 'p <= q', 'r * q >= 0.02'] },
].map(({ space, rules }) => ({ space, constraints: rules.map(parseCondition) }));

const target = 100_000;
/** The Gaussian process, which auto takes here as well, asks in tens of milliseconds: fewer, so that the bench ends soon. */
const dear = new Set(['gp', 'auto']);
const few = 0.008;
const shareOf = (type: string) => (dear.has(type) ? few : (1 - few * dear.size) / (samplerDefs.length - dear.size));

export function bench(): Promise<Result[]> {
  let asks = 0;
  let broken = 0;
  const each = samplerDefs.map(({ type }) => ({ type, left: Math.ceil(target * shareOf(type)) }));
  for (let seed = 0; each.some(({ left }) => left > 0); seed++) {
    for (const one of each) {
      if (one.left <= 0) continue;
      const { space, constraints: conditions } = problems[seed % problems.length];
      const plan = { space, constraints: conditions, sampler: { type: one.type, options: {} } } as const;
      const study = new Study({ ...plan, direction: 'minimize', trials: 100, width: 4, seed });
      for (let asked = study.next(); asked; asked = study.next()) {
        asks++;
        one.left--;
        if (!keeps(conditions, asked.params)) broken++;
        const value = Object.values(asked.params).reduce<number>((sum, v) => sum - (typeof v === 'number' ? v : 0), 0);
        study.tell({ ...asked, state: 'done', value, metrics: {}, curve: [] } as unknown as TrialRecord);
      }
    }
  }
  return Promise.resolve([result('points that break a constraint', broken, 'points', '<= 0', `${asks} asks`)]);
}
