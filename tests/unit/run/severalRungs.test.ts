// Trials compared by several objectives at their rungs: fronts instead of the first metric, the same whoever finishes first and
// wherever it broke off.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TuneConfig } from '$core/lab/document';
import { leading } from '$core/pareto/leading';
import { endsTrial, Judge } from '$core/run/judge';
import { prunerPlanOf } from '$core/run/prunerPlan';
import { Stream } from '$core/rng/stream';
import { Study, type Asked, type StudyPlan } from '$core/run/study';
import type { EpochPoint, RunEvent, TrialRecord } from '$core/run/types';
import { whyPruned } from '$core/run/whyPruned';
import { simulatedLab } from '../../support/simulatedRun';

const epochs = 9;
const goals = [
  { metric: 'loss', direction: 'minimize' },
  { metric: 'parameters', direction: 'minimize' },
] as const;
const kinds = ['halving', 'hyperband', 'asha', 'brackets'] as const;

const tune = (pruner: TuneConfig['pruner'], more: Partial<TuneConfig> = {}): TuneConfig => {
  const [step] = simulatedLab({ pruner, objectives: [goals[1]], ...more }).steps;
  return step.config as TuneConfig;
};
const planOf = (type: string, options: Record<string, string | number> = {}): StudyPlan => ({
  space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
  sampler: { type: 'random', options: {} },
  direction: 'minimize',
  directions: ['minimize', 'minimize'],
  trials: 36,
  width: 4,
  seed: 4,
  pruner: prunerPlanOf(tune({ type, options }))!,
});

/** Small models are worse: all but noise lies on one front. */
function train({ index, params, pruning, until }: Asked): TrialRecord {
  const noise = Stream.of(9, 'curve', index);
  const parameters = Math.round(1000 * Number(params.x));
  const curve: EpochPoint[] = [];
  let state: TrialRecord['state'] = 'done';
  for (let epoch = 0; epoch < epochs && state === 'done'; epoch++) {
    const loss = 1 - Number(params.x) + 1 / (epoch + 1) + 0.1 * noise.uniform();
    curve.push({ epoch, loss, validation: { loss } });
    if (epoch < epochs - 1 && pruning && endsTrial(structuredClone(pruning), curve, 'loss', { parameters }))
      state = 'pruned';
    else if (epoch < epochs - 1 && until !== undefined && epoch + 1 >= until) state = 'paused';
    else if (index === 7 && epoch === 4) state = 'failed';
  }
  const value = state === 'failed' ? null : curve.at(-1)!.loss;
  const metrics = { ...curve.at(-1)!.validation, ...(state === 'failed' ? {} : { parameters }) };
  const rest = { bestEpoch: null, executor: 'simd', backend: 'simd', attempts: 1, seconds: 1, startedAt: 0 };
  const values = state === 'done' ? { values: [value!, parameters] } : {};
  return { index, params, state, value, metrics, curve, ...values, ...rest };
}

function conduct(study: Study, workers: number, rng: Stream, events: RunEvent[] = [], stopAt = Infinity): Study {
  const running: Asked[] = [];
  for (let told = 0; !study.finished && told < stopAt; told++) {
    while (running.length < workers) {
      const asked = study.next();
      if (!asked) break;
      running.push(asked);
    }
    if (running.length === 0) break;
    const [ended] = running.splice(rng.below(running.length), 1);
    const trial = train(ended);
    study.tell(trial);
    events.push({ type: trial.state === 'paused' ? 'paused' : 'told', trial });
  }
  for (const trial of study.settle()) study.tell(trial);
  return study;
}

/** Mean size of the models, by the epochs that went into them. */
function trainedSize(trials: readonly TrialRecord[]): number {
  const valued = trials.filter(({ state }) => state !== 'failed');
  const epochs = valued.reduce((sum, { curve }) => sum + curve.length, 0);
  return valued.reduce((sum, { curve, metrics }) => sum + curve.length * metrics.parameters, 0) / epochs;
}

describe.each(kinds)('%s', (type) => {
  const plan = planOf(type);
  const reference = conduct(new Study(plan), 1, Stream.of(0, 'order')).trials;

  test('lets small models go on, which the first metric alone ends', () => {
    const first = planOf(type, { several: 'first' });
    const long = { trials: 120, width: 1 };
    const ends = (one: StudyPlan) => conduct(new Study({ ...one, ...long }), 1, Stream.of(0, 'order')).trials;
    const [byAll, byFirst] = [ends(plan), ends(first)];
    expect(byAll.filter(({ state }) => state === 'pruned').length).toBeGreaterThan(40);
    expect(trainedSize(byAll)).toBeLessThan(0.95 * trainedSize(byFirst));
    // The document can ask for the rule of before: judged by the loss as a study of the loss alone is.
    const { several: _several, ...alone } = plan.pruner!;
    expect(byFirst).toEqual(ends({ ...first, pruner: alone }));
  });

  test('any number of workers, any order and any death give the same records', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 7), fc.nat(10_000), fc.nat(40), (workers, seed, stopAt) => {
        expect(conduct(new Study(plan), workers, Stream.of(seed, 'order')).trials).toEqual(reference);
        const events: RunEvent[] = [];
        conduct(new Study(plan), workers, Stream.of(seed, 'order'), events, stopAt);
        const resumed = conduct(Study.replay(plan, events), workers, Stream.of(seed, 'again'), events);
        expect(resumed.trials).toEqual(reference);
      }),
      { numRuns: 12 },
    );
  });

  test('says of each that it ended why', () => {
    const { pruner, sampler, ...rest } = plan;
    const study = { ...rest, pruner: pruner!, sampler: sampler.type, trials: reference };
    for (const trial of reference) {
      const why = whyPruned(trial, study);
      if (trial.state === 'pruned') expect(why).toMatch(/^By all objectives together it was not among the best 1\/\d/);
      else expect(why).toBeNull();
    }
  });
});

test('at a rung of halving the best of all that came there pass, worked out by hand', () => {
  const plan = planOf('halving', { eta: 2 }).pruner!;
  const judge = new Judge(plan, 'minimize', 1);
  const losses = [0.5, 0.4, 0.3, 0.6, 0.7];
  const sizes = [10, 20, 30, 40, 5];
  losses.forEach((loss, index) =>
    judge.ended({
      ...train({ index, params: { x: 0.5 } }),
      curve: [{ epoch: 0, loss, validation: { loss } }],
      metrics: { loss, parameters: sizes[index] },
    }),
  );
  const pruning = judge.pruning(5, 5);
  const ends = (loss: number, parameters: number) =>
    endsTrial(pruning, [{ epoch: 0, loss, validation: { loss } }], 'loss', { parameters });
  // Six compete, three pass. Far from all on the front: passes however large its loss.
  expect(ends(9, 1)).toBe(false);
  // It ties with one that passes: the two ends of the front do.
  expect([ends(0.3, 30), ends(0.7, 5)]).toEqual([false, false]);
  // Dominated, or without a value.
  expect([ends(0.65, 40), ends(NaN, 1), ends(0.1, NaN)]).toEqual([true, true, true]);
  const all = [...losses.map((loss, i) => [loss, sizes[i]]), [0.41, 19]];
  expect(ends(0.41, 19)).toBe(!leading(all, 3).includes(5));
});

test('a weighted sum is one cost; latency counts only where it is known', () => {
  const weighted = prunerPlanOf(tune({ type: 'halving', options: {} }, { weights: [1, 0.001] }))!;
  expect(weighted.several).toEqual({ goals: [...goals], weights: [1, 0.001] });
  const judge = new Judge({ ...weighted, options: { eta: 2 } }, 'minimize', 1);
  [0, 1].forEach((index) => {
    const curve = [{ epoch: 0, loss: 1, validation: { loss: 1 } }];
    judge.ended({ ...train({ index, params: { x: 0.5 } }), curve, metrics: { loss: 1, parameters: 100 } });
  });
  const ends = (loss: number, parameters: number) =>
    endsTrial(judge.pruning(2, 2), [{ epoch: 0, loss, validation: { loss } }], 'loss', { parameters });
  expect([ends(1.05, 49), ends(1.05, 51)]).toEqual([false, true]);

  const clocked = tune(
    { type: 'halving', options: {} },
    { objectives: [{ metric: 'latency', direction: 'minimize' }] },
  );
  // Of loss and latency a trial on its way knows its loss alone.
  expect(new Judge(prunerPlanOf(clocked)!, 'minimize', 1).pruning(0, 0).several).toBeUndefined();
  // One that pauses has been timed.
  expect(prunerPlanOf({ ...clocked, pruner: { type: 'asha', options: {} } })!.several?.goals).toHaveLength(2);
  // Other pruners go by the first metric.
  expect(prunerPlanOf(tune({ type: 'median', options: {} }))).not.toHaveProperty('several');
});
