// A study with a pruner as a state machine: whatever finished first, on however many workers, and wherever it broke off,
// the same trials end after the same epochs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezePruning, prunerDefs, shouldPrune } from '$core/pruners/registry';
import { Stream } from '$core/rng/stream';
import { Study, type Asked, type StudyPlan } from '$core/run/study';
import type { EpochPoint, RunEvent, TrialRecord } from '$core/run/types';
import { whyPruned } from '$core/run/whyPruned';
import { defineSampler, type Ask } from '$core/samplers/sampler';

const epochs = 10;
const planOf = (type: string, options: Record<string, number | string> = {}, width = 4): StudyPlan => ({
  space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
  sampler: { type: 'random', options: {} },
  direction: 'minimize',
  trials: 30,
  width,
  seed: 4,
  pruner: { type, options, metric: 'loss', epochs },
});
const eager: Record<string, Record<string, number | string>> = {
  threshold: { upper: 0.9, warmupEpochs: 5 },
  asha: { minEpochs: 1, eta: 3 },
  brackets: { minEpochs: 1, eta: 3 },
  population: { interval: 3 },
  patient: { patience: 0, startupTrials: 2 },
};

const words: Readonly<Record<string, RegExp>> = {
  median: /^Its best so far, [\d.]+, is worse than [\d.]+, the median of finished trials there\.$/,
  percentile: /, what the best 25 % of finished trials had there\.$/,
  halving: /^Its value at this rung, [\d.]+, is worse than [\d.]+, which the best 1\/4 of trials had there\.$/,
  hyperband: /^Its value at this rung, [\d.]+, is worse than [\d.]+, which the best 1\/3 of trials had there\.$/,
  asha: /^With [\d.]+ it was not among the best 1\/3 of this rung, which went on\.$/,
  brackets: /^With [\d.]+ it was not among the best 1\/3 of this rung, which went on\.$/,
  extrapolation:
    /^Its chance to end better than the best finished trial, [\d.]+, was (under )?[\d.e-]+ %, less than 5 %\.$/,
  wilcoxon: /^Fold by fold it is worse than the best finished trial: p = [\d.e-]+ over \d+ folds, below 0\.1\.$/,
  patient: /^Its last value, [\d.]+, fell behind the earlier [\d.]+\. Its best so far, .* median of finished/,
  threshold: /^Its value, [\d.]+, is above the upper bound, 0\.9\.$/,
};

/** What training would give: a function of the trial alone. Trial 7 breaks down. */
function train({ index, params, pruning, until }: Asked): TrialRecord {
  const noise = Stream.of(9, 'curve', index);
  const curve: EpochPoint[] = [];
  let state: TrialRecord['state'] = 'done';
  for (let epoch = 0; epoch < epochs && state === 'done'; epoch++) {
    const loss = Number(params.x) + 1 / (epoch + 1) + 0.2 * noise.uniform();
    curve.push({ epoch, loss, validation: { loss } });
    const values = curve.map((point) => point.validation.loss);
    if (epoch < epochs - 1 && pruning && shouldPrune(structuredClone(pruning), values)) state = 'pruned';
    else if (epoch < epochs - 1 && until !== undefined && epoch + 1 >= until) state = 'paused';
    else if (index === 7 && epoch === 4) state = 'failed';
  }
  const value = state === 'failed' ? null : curve.at(-1)!.loss;
  const rest = { bestEpoch: null, executor: 'simd', backend: 'simd', attempts: 1, seconds: 1, startedAt: 0 };
  return { index, params, state, value, metrics: curve.at(-1)!.validation, curve, ...rest };
}

function conduct(study: Study, workers: number, rng: Stream, events: RunEvent[] = [], stopAt = Infinity): Study {
  const running: Asked[] = [];
  for (let told = 0; !study.finished && told < stopAt; told++) {
    while (running.length < workers) {
      const asked = study.next();
      if (!asked) break;
      running.push(asked);
    }
    const [ended] = running.splice(rng.below(running.length), 1);
    const trial = train(ended);
    study.tell(trial);
    events.push({ type: trial.state === 'paused' ? 'paused' : 'told', trial });
  }
  for (const trial of study.settle()) {
    study.tell(trial);
    events.push({ type: 'told', trial });
  }
  return study;
}

describe.each(prunerDefs.map(({ type }) => type))('%s', (type) => {
  const plan = planOf(type, eager[type]);
  const reference = conduct(new Study(plan), 1, Stream.of(0, 'order')).trials;

  test('ends some trials and lets others finish; the best is one that finished', () => {
    const states = reference.map(({ state }) => state);
    // Members of a population take over weights instead of ending.
    if (type !== 'population') expect(states).toContain('pruned');
    expect(states).toContain('done');
    const best = conduct(new Study(plan), 1, Stream.of(0, 'order')).best!;
    const done = reference.filter(({ state }) => state === 'done');
    expect(best.value).toBe(Math.min(...done.map(({ value }) => value!)));
  });

  test('says of every trial that it ended why, and of no other', () => {
    if (type === 'population') return;
    const { pruner, sampler, ...rest } = plan;
    // Told in any order.
    const study = { ...rest, pruner: pruner!, sampler: sampler.type, trials: [...reference].reverse() };
    for (const trial of reference) {
      const why = whyPruned(trial, study);
      if (trial.state === 'pruned') expect(why).toMatch(words[type]);
      else expect(why).toBeNull();
    }
    const stopped = reference.find(({ state }) => state === 'done')!;
    // One that a person stopped was not ended by the rule.
    if (!['asha', 'brackets'].includes(type)) expect(whyPruned({ ...stopped, state: 'pruned' }, study)).toBeNull();
  });

  test('1, 2, 4 or more workers and any order of finishing give the same records', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 7), fc.nat(10_000), (workers, seed) => {
        expect(conduct(new Study(plan), workers, Stream.of(seed, 'order')).trials).toEqual(reference);
      }),
      { numRuns: 25 },
    );
  });

  test('a resumed study gives the same records, and hands a trial out again as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29 }), fc.constantFrom(1, 2, 4), fc.nat(1000), (stopAt, workers, seed) => {
        const events: RunEvent[] = [];
        conduct(new Study(plan), workers, Stream.of(seed, 'order'), events, stopAt);
        const resumed = conduct(Study.replay(plan, events), workers, Stream.of(seed, 'again'), events);
        expect(resumed.trials).toEqual(reference);
        const again = Study.replay(plan, events);
        for (const trial of reference) {
          const repeated = train(again.handedOut(trial.index));
          // Trained again it only stands where its study ended it.
          expect({ ...repeated, state: repeated.state === 'paused' ? 'pruned' : repeated.state }).toEqual(trial);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test('a trial is judged by exactly the trials that its ask sees', () => {
  const plan = planOf('halving', { eta: 2 }, 3);
  const study = new Study(plan);
  const asked = [study.next()!, study.next()!, study.next()!];
  // Random search alone would go on; the pruner needs trial 0 first.
  expect(study.next()).toBeNull();
  study.tell(train(asked[2]));
  expect(study.next()).toBeNull();
  const first = train(asked[0]);
  study.tell(first);
  const fourth = study.next()!;
  expect(fourth.index).toBe(3);
  const rungs = fourth.pruning!.frozen as { epochs: number; limit: number }[];
  // Trial 2 has ended as well, but 3 - 3 = 0: only trial 0 is seen.
  expect(rungs.map(({ limit }) => limit)).toEqual([1, 2, 4, 8].map((at) => first.curve[at - 1].loss));
  expect(study.next()).toBeNull();
});

test('a pruner that compares nothing never waits, and without one nothing goes along', () => {
  const lonely = new Study(planOf('threshold'));
  for (let i = 0; i < 30; i++) expect(lonely.next()?.pruning?.frozen).toBeNull();
  const { pruner: _pruner, ...plain } = planOf('median');
  const free = new Study(plain);
  for (let i = 0; i < 30; i++) expect(Object.keys(free.next()!)).toEqual(['index', 'params']);
});

test('samplers get no value for a pruned trial, but how far it came', () => {
  const seen: Ask['trials'][] = [];
  const sampler = defineSampler({
    type: 'watching',
    label: 'Watching',
    summary: '',
    fields: {},
    usesResults: true,
    points: () => Infinity,
    check: () => null,
    ask: ({ trials, rng }) => {
      seen.push(trials);
      return { x: rng.uniform() };
    },
  });
  const { trials } = conduct(new Study(planOf('median'), sampler), 2, Stream.of(1, 'order'));
  const last = seen.at(-1)!;
  expect(last.some(({ state }) => state === 'pruned')).toBe(true);
  for (const { index, state, value, reached } of last) {
    const record = trials[index];
    expect(value).toBe(state === 'pruned' ? null : record.value);
    expect(reached).toEqual(state === 'pruned' ? { epochs: record.curve.length, value: record.value } : undefined);
  }
});

test('an unknown pruner or option is refused before anything runs', () => {
  expect(() => new Study(planOf('guess'))).toThrow(expect.objectContaining({ code: 'pruner-unknown' }));
  expect(() => new Study(planOf('median', { depth: 1 }))).toThrow(expect.objectContaining({ code: 'field-invalid' }));
});

describe('trials whose steps are folds', () => {
  // Two folds: each is easy for one of the trials.
  const trials = [
    { index: 0, state: 'done' as const, curve: [0.9, 0.1] },
    { index: 1, state: 'done' as const, curve: [0.2, 0.3] },
  ];
  const judged = (type: string, options: Record<string, number>, folds = true) => {
    const context = {
      index: 2,
      trials,
      direction: 'minimize' as const,
      epochs: 4,
      seed: 1,
      ...(folds ? { folds } : {}),
    };
    const pruning = structuredClone(freezePruning({ type, options }, context as never));
    return (curve: number[]) => shouldPrune(pruning, curve);
  };
  const halving = { minEpochs: 2, eta: 2 };

  test.each([
    ['halving', halving],
    ['hyperband', { minEpochs: 2, eta: 3 }],
  ] as const)('%s compares the mean over the folds so far', (type, options) => {
    const ends = judged(type, options);
    // The best mean at two folds is 0.25; the second fold alone would say the opposite both times.
    expect(ends([0.5, 0.05])).toBe(true);
    expect(ends([0.2, 0.2])).toBe(false);
  });

  test('with levels or epochs the newest value stands for itself', () => {
    const ends = judged('halving', halving, false);
    expect(ends([0.5, 0.05])).toBe(false);
    expect(ends([0.2, 0.2])).toBe(true);
  });

  test('one lucky fold does not carry a trial past the median', () => {
    const ends = judged('median', { startupTrials: 2 });
    expect(ends([0.01])).toBe(false);
    expect(ends([0.01, 0.9])).toBe(true);
    expect(ends([0.3, 0.3])).toBe(false);
  });

  test('the threshold is held against the mean', () => {
    const ends = judged('threshold', { upper: 0.5 });
    expect(ends([0.1, 0.8])).toBe(false);
    expect(ends([0.4, 0.8])).toBe(true);
  });

  test('Wilcoxon compares fold with fold', () => {
    const pruning = freezePruning(
      { type: 'wilcoxon', options: {} },
      { index: 2, trials, direction: 'minimize', epochs: 4, folds: true, seed: 1 },
    );
    expect(pruning).toMatchObject({ frozen: [0.2, 0.3] });
    expect('means' in pruning).toBe(false);
  });
});
