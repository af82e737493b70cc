// Schedulers on real learning curves: how good the best finished model is after a budget of so many whole trainings, in
// random order of the configurations. 0 is the best of the table's 1,000, 1 its median one. Needs the TaskSet tables
// (support/taskset.ts); without them nothing is measured.
import { Stream } from '$core/rng/stream';
import { shouldPrune, type PrunerChoice } from '$core/pruners/registry';
import { Study } from '$core/run/study';
import type { EpochPoint, TrialRecord } from '$core/run/types';
import { defineSampler } from '$core/samplers/sampler';
import { median, result, type Result } from './support/result';
import { tasksetTasks, type CurveTask } from './support/taskset';

const budgets = [5, 10, 20, 40];
const seeds = 10;

/** Ours first; then what Optuna has, by its own rules. */
const schedulers: readonly (readonly [name: string, pruner: PrunerChoice | null])[] = [
  ['none', null],
  ['median, default', { type: 'median', options: {} }],
  ['median, warm-up 5', { type: 'median', options: { warmupEpochs: 5 } }],
  ['successive halving, eta 3', { type: 'halving', options: { eta: 3 } }],
  ['successive halving, eta 4', { type: 'halving', options: {} }],
  ['Hyperband (stopping), eta 3', { type: 'hyperband', options: {} }],
  ['ASHA, by promotion', { type: 'asha', options: {} }],
  ['ASHA, by promotion, from 3', { type: 'asha', options: { minEpochs: 3 } }],
  ['ASHA, by promotion, eta 2 from 3', { type: 'asha', options: { minEpochs: 3, eta: 2 } }],
  ['ASHA, by promotion, from 2', { type: 'asha', options: { minEpochs: 2 } }],
  ['ASHA, by promotion, eta 4 from 3', { type: 'asha', options: { minEpochs: 3, eta: 4 } }],
  ['ASHA, by promotion, from 4', { type: 'asha', options: { minEpochs: 4 } }],
  ['ASHA, by promotion, from 6', { type: 'asha', options: { minEpochs: 6 } }],
];

const inOrder = (order: Uint32Array) =>
  defineSampler({
    type: 'given',
    label: 'Given',
    summary: '',
    fields: {},
    usesResults: false,
    points: () => order.length,
    check: () => null,
    ask: ({ index }) => (index < order.length ? { configuration: order[index] } : null),
  });

/** Normalised regret after each budget. */
function replay({ curves, steps, best, middle }: CurveTask, pruner: PrunerChoice | null, seed: number): number[] {
  const order = Stream.of(seed, 'order').permutation(curves.length);
  const study = new Study(
    {
      space: [{ path: 'configuration', domain: { kind: 'int', low: 0, high: curves.length - 1 } }],
      sampler: { type: 'given', options: {} },
      direction: 'minimize',
      trials: curves.length,
      width: 1,
      seed,
      ...(pruner ? { pruner: { ...pruner, metric: 'loss', epochs: steps } } : {}),
    },
    inOrder(order),
  );
  const after: number[] = [];
  const stood = new Map<number, number>();
  let spent = 0;
  let lead = Infinity;
  for (let asked = study.next(); asked && after.length < budgets.length; asked = study.next()) {
    const curve = curves[Number(asked.params.configuration)];
    let at = stood.get(asked.index) ?? 0;
    let state: TrialRecord['state'] = 'done';
    while (at < steps) {
      at++;
      spent++;
      if (at === steps && Number.isFinite(curve[at - 1])) lead = Math.min(lead, curve[at - 1]);
      if (spent === budgets[after.length] * steps) after.push(Math.min(1, (lead - best) / (middle - best)));
      if (at === steps) break;
      if (!Number.isFinite(curve[at - 1])) state = 'failed';
      else if (asked.pruning && shouldPrune(asked.pruning, curve.subarray(0, at))) state = 'pruned';
      else if (at === asked.until) state = 'paused';
      if (state !== 'done') break;
    }
    stood.set(asked.index, at);
    const points = Array.from(curve.subarray(0, at), (loss, epoch): EpochPoint => ({
      epoch,
      loss,
      validation: { loss },
    }));
    const value = state === 'failed' || !Number.isFinite(curve[at - 1]) ? null : curve[at - 1];
    study.tell({
      index: asked.index,
      params: asked.params,
      state,
      value,
      metrics: {},
      curve: points,
    } as unknown as TrialRecord);
  }
  while (after.length < budgets.length) after.push(Math.min(1, (lead - best) / (middle - best)));
  return after;
}

export function bench(): Promise<Result[]> {
  const tasks = tasksetTasks();
  if (!tasks) return Promise.resolve([]);
  const results: Result[] = [];
  const table = schedulers.map(([name, pruner]) => {
    const byTask = tasks.map((task) => Array.from({ length: seeds }, (_, seed) => replay(task, pruner, seed)));
    const of = (b: number, runs: number[][][]) => median(runs.flat().map((run) => run[b]));
    return { name, byTask, overall: budgets.map((_, b) => of(b, byTask)) };
  });
  for (const { name, overall, byTask } of table) {
    const worse = (b: number) =>
      byTask.filter(
        (runs, t) => median(runs.map((run) => run[b])) > median(table[0].byTask[t].map((run) => run[b])) + 1e-9,
      ).length;
    results.push(
      result(
        name,
        overall[2],
        'regret at 20',
        undefined,
        `${overall.map((one) => one.toFixed(3)).join(' / ')}; tasks worse than none ${budgets.map((_, b) => worse(b)).join('/')}`,
      ),
    );
  }
  return Promise.resolve(results);
}
