// The study as a state machine: who sees what, one terminal state, and resume equal to an unbroken run.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '$core/space/constraint';
import { Stream } from '$core/rng/stream';
import { Study, type StudyPlan } from '$core/run/study';
import type { RunEvent, TrialRecord, TrialState } from '$core/run/types';
import { defineSampler, type Ask } from '$core/samplers/sampler';

const plan: StudyPlan = {
  space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
  sampler: { type: 'random', options: {} },
  direction: 'minimize',
  trials: 12,
  width: 3,
  seed: 4,
};

/** Answers with a number that depends on every value it may see: a wrong view of history gives other parameters. */
const nosy = (asks: Ask[] = []) =>
  defineSampler({
    type: 'nosy',
    label: 'Nosy',
    summary: '',
    fields: {},
    usesResults: true,
    points: () => Infinity,
    check: () => null,
    ask: (ask) => {
      asks.push({ ...(ask as Ask), seen: new Set(ask.seen) });
      const sum = ask.trials.reduce((total, { value }, i) => total + (value ?? 7) * (i + 1), ask.rng.uniform());
      return { x: sum % 1 };
    },
  });

const record = (index: number, params: TrialRecord['params'], state: TrialState = 'done'): TrialRecord => ({
  index,
  params,
  state,
  value: state === 'done' ? Number(params.x) * 10 : null,
  metrics: {},
  curve: [],
  bestEpoch: null,
  executor: 'tfjs',
  backend: 'cpu',
  attempts: 1,
  seconds: 1,
  startedAt: 0,
});

const stateOf = (index: number): TrialState => (['done', 'done', 'failed', 'done', 'pruned'] as const)[index % 5];

/** Runs on `workers` workers that finish in an order drawn by `rng`; stops early after `stopAt` tells. */
function conduct(study: Study, workers: number, rng: Stream, events: RunEvent[], stopAt = Infinity): Study {
  const running: { index: number; params: TrialRecord['params'] }[] = [];
  let told = 0;
  while (!study.finished) {
    while (running.length < workers) {
      const asked = study.next();
      if (!asked) break;
      running.push(asked);
    }
    if (told === stopAt) return study;
    const [ended] = running.splice(rng.below(running.length), 1);
    const trial = record(ended.index, ended.params, stateOf(ended.index));
    study.tell(trial);
    events.push({ type: 'told', trial });
    told++;
  }
  return study;
}

describe('deterministic parallel asks', () => {
  test('ask k sees exactly the ended trials 0..k-q, and the parameters of those between', () => {
    const asks: Ask[] = [];
    conduct(new Study(plan, nosy(asks)), 3, Stream.of(1, 'order'), []);
    expect(asks).toHaveLength(12);
    asks.forEach((ask, k) => {
      expect(ask.index).toBe(k);
      expect(ask.trials.map(({ index }) => index)).toEqual(Array.from({ length: Math.max(0, k - 2) }, (_, i) => i));
      expect(ask.pending).toHaveLength(Math.min(k, 2));
      expect(ask.seen.size).toBe(k);
    });
  });

  test('any number of workers and any order of finishing give the same trials', () => {
    const reference = conduct(new Study(plan, nosy()), 1, Stream.of(0, 'order'), []).trials;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(10_000), (workers, seed) => {
        expect(conduct(new Study(plan, nosy()), workers, Stream.of(seed, 'order'), []).trials).toEqual(reference);
      }),
      { numRuns: 60 },
    );
  });

  test('a resumed study gives the same trials as an unbroken one, wherever it broke', () => {
    const reference = conduct(new Study(plan, nosy()), 1, Stream.of(0, 'order'), []).trials;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(1000),
        (stopAt, workers, seed) => {
          const events: RunEvent[] = [];
          conduct(new Study(plan, nosy()), workers, Stream.of(seed, 'order'), events, stopAt);
          const resumed = Study.replay(plan, events, nosy());
          expect(resumed.done).toBe(stopAt);
          expect(conduct(resumed, workers, Stream.of(seed, 'again'), events).trials).toEqual(reference);
          expect(Study.replay(plan, events, nosy()).finished).toBe(false);
          expect(Study.replay(plan, events, nosy()).next()).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('no more than the width is out at a time, and a sampler without history never waits', () => {
    const waiting = new Study(plan, nosy());
    expect([waiting.next(), waiting.next(), waiting.next()].map((asked) => asked?.index)).toEqual([0, 1, 2]);
    expect(waiting.next()).toBeNull();
    waiting.tell(record(1, { x: 0 }));
    expect(waiting.next()).toBeNull();
    const free = new Study(plan);
    for (let i = 0; i < 12; i++) expect(free.next()?.index).toBe(i);
    expect(free.next()).toBeNull();
    expect(free.finished).toBe(false);
  });
});

describe('points to try first', () => {
  const wide: StudyPlan = {
    ...plan,
    space: [
      { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
      { path: 'n', domain: { kind: 'int', low: 1, high: 9 } },
    ],
    constraints: [parseCondition('x * n <= 3')],
    enqueue: [{ x: 0.5, n: 2 }, { n: 9 }],
  };
  const ran = (study: Study) => conduct(study, 2, Stream.of(3, 'order'), []).trials.map(({ params }) => params);

  test('they come first, completed within the constraints, and count as trials', () => {
    const points = ran(new Study(wide));
    expect(points).toHaveLength(12);
    expect(points[0]).toEqual({ x: 0.5, n: 2 });
    expect(points[1].n).toBe(9);
    for (const { x, n } of points) expect(Number(x) * Number(n)).toBeLessThanOrEqual(3);
    expect(ran(new Study(wide))).toEqual(points);
  });
  test('samplers see them as ordinary trials, and the sequences that use no results begin after them', () => {
    const asks: Ask[] = [];
    conduct(new Study(wide, nosy(asks)), 3, Stream.of(1, 'order'), []);
    expect(asks[0]).toMatchObject({ index: 2, given: 2 });
    expect(asks[1].trials[0].params).toEqual({ x: 0.5, n: 2 });
    const sobol = { ...plan, sampler: { type: 'sobol', options: { scramble: false } } };
    const plain = ran(new Study(sobol));
    expect(ran(new Study({ ...sobol, enqueue: [{ x: 0.123 }] }))).toEqual([{ x: 0.123 }, ...plain.slice(0, 11)]);
  });
});

describe('ends', () => {
  test('a trial ends once, and only when it runs', () => {
    const study = new Study(plan);
    const asked = study.next()!;
    expect(() => study.tell(record(5, { x: 1 }))).toThrow(RangeError);
    expect(() => study.tell(record(0, asked.params, 'running'))).toThrow(RangeError);
    study.tell(record(0, asked.params));
    expect(() => study.tell(record(0, asked.params))).toThrow(RangeError);
  });

  test('a trial that was given back comes again before new ones', () => {
    const study = new Study(plan);
    const [a, b] = [study.next()!, study.next()!];
    study.giveBack(b.index);
    study.giveBack(a.index);
    expect([study.next(), study.next(), study.next()?.index]).toEqual([a, b, 2]);
  });

  test('stopped: nothing more is handed out, and it is finished when the running ones have ended', () => {
    const study = new Study(plan);
    const asked = study.next()!;
    study.stop();
    expect(study.next()).toBeNull();
    expect(study.finished).toBe(false);
    study.tell(record(0, asked.params, 'cancelled'));
    expect(study.finished).toBe(true);
  });

  test('an exhausted sampler ends the study early, and the total says so', () => {
    const small = { ...plan, space: [{ path: 'x', domain: { kind: 'bool' } as const }] };
    const study = new Study(small);
    expect(study.total).toBe(2);
    const events: RunEvent[] = [];
    conduct(study, 2, Stream.of(1, 'order'), events);
    expect(study.trials).toHaveLength(2);
    expect(study.finished).toBe(true);
  });

  test('the best is the best that is done; of equals the earliest', () => {
    const study = new Study({ ...plan, direction: 'maximize' });
    for (let i = 0; i < 4; i++) study.next();
    study.tell({ ...record(3, { x: 0.5 }), value: 5 });
    study.tell({ ...record(1, { x: 0.5 }), value: 5 });
    study.tell({ ...record(2, { x: 0.9 }), state: 'pruned', value: 9 });
    study.tell({ ...record(0, { x: 0.1 }), value: 1 });
    expect(study.best?.index).toBe(1);
  });
});
