// A growing study as chart data. Each trial is turned over once, when it ends; an update costs what is new, not what
// is there, so ten thousand trials can be followed live.
import { curveColumn } from '$core/run/curveColumn';
import { isBetter } from '$core/run/leaderboard';
import { violationOf } from '$core/run/objectives';
import { isTerminal, type EpochPoint, type TrialRecord } from '$core/run/types';
import type { AxisSpec, BestSoFarData, CurveSeries, PointState, TrialColumns } from '$charts/index';
import { coordinate, dimensionOf, type NamedParam } from './names';

export interface Objective {
  readonly metric: string;
  readonly direction: 'minimize' | 'maximize';
  readonly axis: AxisSpec;
}

export class StudyData {
  readonly ended: TrialRecord[] = [];
  readonly trial: number[] = [];
  readonly values: number[] = [];
  readonly states: PointState[] = [];
  readonly breaks: boolean[] = [];
  readonly early: boolean[] = [];
  readonly columns: number[][];
  readonly curves: CurveSeries[] = [];
  best: TrialRecord | null = null;
  private scanned = 0;
  private open: number[] = [];

  constructor(
    readonly params: readonly NamedParam[],
    readonly objective: Objective,
    /** Metric of the learning curves. */
    readonly curveMetric: string,
  ) {
    this.columns = params.map(() => []);
  }

  /** Takes in what ended since the last call. `trials` grows in place; running entries are replaced when they end. */
  take(trials: readonly TrialRecord[]): void {
    const still: number[] = [];
    for (const place of this.open) {
      if (isTerminal(trials[place].state)) this.add(trials[place]);
      else still.push(place);
    }
    for (; this.scanned < trials.length; this.scanned++) {
      if (isTerminal(trials[this.scanned].state)) this.add(trials[this.scanned]);
      else still.push(this.scanned);
    }
    this.open = still;
  }

  private add(trial: TrialRecord): void {
    this.ended.push(trial);
    this.trial.push(trial.index);
    this.values.push(trial.value ?? NaN);
    this.states.push(trial.state as PointState);
    this.breaks.push(violationOf(trial) > 0);
    this.early.push(trial.state !== 'done');
    this.params.forEach(({ param }, k) => this.columns[k].push(coordinate(param, trial.params[param.path])));
    if (trial.curve.length > 0) this.curves.push(curveOf(trial.index, trial.curve, this.curveMetric));
    if (isBetter(trial, this.best, this.objective.direction)) this.best = trial;
  }

  /** New objects around the same arrays: what charts take as new data. */
  columnsView(): TrialColumns {
    const { trial, values, columns, early, breaks } = this;
    const dimensions = this.params.map(dimensionOf);
    const objective = { ...this.objective.axis, direction: this.objective.direction };
    return { dimensions, objective, trial, columns, values, early, breaks };
  }
  /** The same without the values of trials that did not finish, which compare with no others: what ranks or averages takes these. */
  finishedView(): TrialColumns {
    return { ...this.columnsView(), values: this.values.map((value, i) => (this.early[i] ? NaN : value)) };
  }
  historyView(total: number): BestSoFarData {
    const { trial, values, states, breaks } = this;
    return { value: this.objective.axis, direction: this.objective.direction, trial, values, states, breaks, total };
  }
}

export function curveOf(trial: number, curve: readonly EpochPoint[], metric: string): CurveSeries {
  // By hand: thousands of trials come at once when a study is opened, and going through an iterator costs ten times as much.
  const x = new Float64Array(curve.length);
  const y = new Float64Array(curve.length);
  for (let i = 0; i < curve.length; i++) {
    x[i] = curve[i].epoch + 1;
    y[i] = curve[i].validation[metric] ?? NaN;
  }
  return { ...named(trial), x, y };
}

/** Of a trial that goes on, whose list of points grows in place, or of one that is asked for at every update. */
export const growingCurve = (trial: number, curve: readonly EpochPoint[], metric: string): CurveSeries => ({
  ...named(trial),
  ...curveColumn(curve, metric),
});

/** The eighth colour is grey, which is how settled trials are drawn. */
const named = (trial: number) => ({ key: trial, label: `trial ${trial}`, slot: trial % 7 });
