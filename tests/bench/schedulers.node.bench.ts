// Schedulers on real learning curves: how good the best finished model is after a budget of so many whole trainings, in
// random order of the configurations. 0 is the best of the table's 1,000, 1 its median one. Needs the TaskSet tables
// (support/taskset.ts); without them nothing is measured.
import { Stream } from '$core/rng/stream';
import type { PrunerChoice } from '$core/pruners/registry';
import { searchOf } from '$core/replay/search';
import { defineSampler } from '$core/samplers/sampler';
import type { ParamValues } from '$core/space/space';
import { median, result, type Result } from './support/result';
import { tasksetTasks, type CurveTask } from './support/taskset';

const budgets = [5, 10, 20, 40];
const seeds = 30;
/** The pruner that is held against the best of Optuna's. */
const headline = 'ASHA, by promotion';

interface Entrant {
  readonly name: string;
  readonly pruner: PrunerChoice | null;
  /** Whether Optuna 5.0 has it; ours otherwise. */
  readonly optuna: boolean;
}
const optunas = (name: string, pruner: PrunerChoice | null): Entrant => ({ name, pruner, optuna: true });
const ours = (name: string, type: string): Entrant => ({ name, pruner: { type, options: {} }, optuna: false });

/** Optuna's pruners under the settings of its documentation, and ours by their defaults: the setting is one for all tasks. */
const entrants: readonly Entrant[] = [
  optunas('no pruning', null),
  optunas('median', { type: 'median', options: {} }),
  optunas('median, warm-up 5', { type: 'median', options: { warmupEpochs: 5 } }),
  optunas('successive halving, eta 3', { type: 'halving', options: { eta: 3 } }),
  optunas('successive halving, eta 4', { type: 'halving', options: {} }),
  optunas('Hyperband, eta 3', { type: 'hyperband', options: {} }),
  ours('ASHA, by promotion', 'asha'),
  ours('Hyperband, by promotion', 'brackets'),
  ours('curve extrapolation', 'extrapolation'),
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
  const outcome = (point: ParamValues) => {
    const curve = curves[Number(point.configuration)];
    const last = [curve[steps - 1]];
    return { seen: last, truth: last, curve };
  };
  const problem = {
    space: [{ path: 'configuration', domain: { kind: 'int' as const, low: 0, high: curves.length - 1 } }],
    directions: ['minimize' as const],
    epochs: steps,
    outcome,
  };
  const entrant = { sampler: 'given', make: () => inOrder(order), ...(pruner ? { pruner } : {}) };
  const after: number[] = [];
  let lead = Infinity;
  const regret = () => Math.min(1, (lead - best) / (middle - best));
  for (const { spent, truth } of searchOf(problem, entrant, { trials: curves.length, seed })) {
    // Sums of shares of trainings are not exact.
    while (after.length < budgets.length && spent > budgets[after.length] + 1e-9) after.push(regret());
    if (after.length === budgets.length) break;
    lead = Math.min(lead, truth?.[0] ?? Infinity);
  }
  while (after.length < budgets.length) after.push(regret());
  return after;
}

export function bench(): Promise<Result[]> {
  const tasks = tasksetTasks();
  if (!tasks) return Promise.resolve([]);
  const table = entrants.map((entrant) => {
    const runs = tasks.map((task) => Array.from({ length: seeds }, (_, seed) => replay(task, entrant.pruner, seed)));
    /** Median over all runs, and of each task, by budget. */
    const overall = budgets.map((_, b) => median(runs.flat().map((run) => run[b])));
    const byTask = budgets.map((_, b) => runs.map((task) => median(task.map((run) => run[b]))));
    return { ...entrant, overall, byTask };
  });
  const [without] = table;
  return Promise.resolve(
    table.flatMap(({ name, optuna, overall, byTask }) => {
      const worse = budgets.map((_, b) => byTask[b].filter((regret, task) => regret > without.byTask[b][task]).length);
      const detail = `${overall.map((regret) => regret.toFixed(3)).join(' / ')}; tasks worse than no pruning ${worse.join(' / ')}`;
      return [10, 20].map((budget) => {
        const b = budgets.indexOf(budget);
        const best = Math.min(...table.filter((one) => one.optuna).map((one) => one.overall[b]));
        const target = optuna || name !== headline ? undefined : `<= ${best.toFixed(4)}`;
        return result(`${name}, ${budget} whole trainings`, overall[b], 'regret', target, budget === 10 ? detail : '');
      });
    }),
  );
}
