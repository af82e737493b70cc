// A study with everything that could break a script: hostile texts, conditions, every kind of domain and of end.
import type { ScriptQuestion } from '$core/run/optunaScript';
import { parseCondition } from '$core/space/constraint';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';

const space: Space = [
  { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'sgd "fast"\\', 'ü\n")]; import os #'] } },
  { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.0001, high: 1, log: true } },
  {
    path: 'optimizer.options.momentum',
    domain: { kind: 'float', low: 0, high: 0.95, step: 0.1 },
    when: { path: 'optimizer.type', in: ['sgd "fast"\\', 'ü\n")]; import os #'] },
  },
  { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 64, log: true } },
  { path: 'layers.h2.enabled', domain: { kind: 'bool' } },
  {
    path: 'layers.h2.units',
    domain: { kind: 'int', low: 4, high: 31, step: 4 },
    when: { path: 'layers.h2.enabled', in: [true] },
  },
  // Two conditions deep, steps that do not divide their range, and a parent whose steps are not exact in binary.
  {
    path: 'layers.h2.rate',
    domain: { kind: 'float', low: 0.001, high: 0.35, step: 0.05 },
    when: { path: 'layers.h2.enabled', in: [true] },
  },
  {
    path: 'layers.h3.units',
    domain: { kind: 'int', low: 1, high: 3 },
    when: { path: 'layers.h2.rate', in: [0.151, 0.301] },
  },
  { path: 'l2', domain: { kind: 'choice', values: [0, 0.5, 1] } },
  { path: 'batchSize', domain: { kind: 'choice', values: [16, 32, 64] } },
  { path: 'epochs', domain: { kind: 'fixed', value: 30 } },
];
const params = {
  'optimizer.type': 'adam',
  'optimizer.learningRate': 1,
  'layers.h1.units': 8,
  'layers.h2.enabled': false,
};
const trial = (index: number, more: object) =>
  ({
    index,
    params: { ...params, l2: 0, batchSize: 32, epochs: 30 },
    state: 'done',
    value: 0.5,
    curve: [],
    ...more,
  }) as unknown as TrialRecord;
const point = (epoch: number, accuracy: number) => ({ epoch, loss: 1, validation: { accuracy } });

export const hostileStudy: ScriptQuestion = {
  title: 'A """quoted""" \\ study \u{1f427}\n"""; raise SystemExit #',
  space,
  objective: { metric: 'accuracy', direction: 'maximize' },
  seed: 2 ** 40 + 7,
  trials: [
    trial(1, { state: 'pruned', value: 0.2, curve: [point(0, 0.1), point(1, NaN), point(2, 1)] }),
    trial(0, { value: 0.875, curve: [point(0, 0.5)] }),
    trial(2, {
      params: {
        'optimizer.type': 'ü\n")]; import os #',
        'optimizer.learningRate': 0.00025,
        'optimizer.options.momentum': 0.9,
        'layers.h1.units': 64,
        'layers.h2.enabled': true,
        'layers.h2.units': 28,
        'layers.h2.rate': 0.301,
        'layers.h3.units': 2,
        l2: 0.5,
        batchSize: 16,
        epochs: 30,
      },
      value: 1,
    }),
    trial(3, { state: 'failed', value: null }),
    trial(4, { value: Infinity }),
    trial(5, { state: 'running', value: null }),
  ],
};

/** The same space with two objectives, two limits and rules between settings. */
export const hostileFront: ScriptQuestion = {
  ...hostileStudy,
  objective: { metric: 'accuracy', direction: 'maximize' },
  goals: [
    { metric: 'accuracy', direction: 'maximize' },
    { metric: 'latency', direction: 'minimize' },
  ],
  limits: [
    { metric: 'latency', most: 5 },
    { metric: 'accuracy', least: 0.5, most: 1 },
  ],
  rules: [
    'layers.h1.units >= layers.h2.units',
    'not (optimizer.type == "adam" and optimizer.learningRate * 2 > 0.5) or layers.h2.enabled == true',
    'layers.h1.units in [2, 4, 8, 16, 32, 64] or -layers.h1.units / 0 < 1',
  ].map(parseCondition),
  trials: hostileStudy.trials.map((trial) => ({
    ...trial,
    ...(trial.state === 'done' ? { values: [trial.value ?? NaN, 3.5], violations: [-0.3, 0] } : {}),
  })),
};
