// All baselines, in the order shown, and how they are judged: as a network's outputs, on the validation rows.
import { outcomeOfPredictions } from '../metrics/judged';
import type { Outcome } from '../metrics/metric';
import { metricsOf } from '../metrics/registry';
import { prepare, type PrepareConfig } from '../pipeline/prepare';
import { Stream } from '../rng/stream';
import type { Metrics } from '../run/types';
import type { Table, Task } from '../table/types';
import { bootstrap, type Interval } from '../validation/bootstrap';
import { rowsOfPart, type BaselineDef, type BaselineInput } from './baseline';
import { majority, mean, median, stratified } from './constant';
import { linear } from './linear';
import { nearest } from './nearest';
import { oneRule } from './oneRule';

export const baselineDefs: readonly BaselineDef[] = [majority, mean, median, stratified, oneRule, nearest, linear];
export const baselinesFor = (task: Task): readonly BaselineDef[] =>
  baselineDefs.filter(({ tasks }) => tasks.includes(task));

export interface BaselineResult {
  readonly name: string;
  readonly label: string;
  /** By metric; what is undefined or says nothing is left out. */
  readonly metrics: Metrics;
  /** 95 % bootstrap intervals. */
  readonly intervals: Readonly<Record<string, Interval>>;
}
export interface BaselineReport {
  readonly results: readonly BaselineResult[];
  readonly trainRows: number;
  /** Rows that judge: those of `part`. */
  readonly validationRows: number;
  /** Training rows that the baselines learned from, where that is not all. */
  readonly sampled: number;
}

/** More training rows, or numbers in them, are sampled evenly. */
const mostRows = 20_000;
const mostNumbers = 2_000_000;
const draws = 200;

interface Work {
  progress(stage: string, done: number, total: number): void;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

/** Which rows judge: `test` for a model that has been chosen, never to choose by. */
export type JudgedPart = 'validation' | 'test';

/** Fits and judges every baseline that the task has. Throws what `prepare` throws. */
export async function runBaselines(
  table: Table,
  lab: PrepareConfig,
  on: Work,
  part: JudgedPart = 'validation',
): Promise<BaselineReport> {
  on.progress('preparing', 0, 0);
  await on.pause();
  const prepared = prepare(table, lab);
  const { task, targetScale } = prepared;
  const classes = prepared.classes.length;
  const all = rowsOfPart(prepared, 'train');
  const kept = Math.min(all.count, mostRows, Math.max(1, Math.floor(mostNumbers / Math.max(1, all.width))));
  const rowAt = (i: number) => Math.floor((i * all.count) / kept);
  const values = new Float64Array(kept * all.width);
  for (let i = 0; i < kept; i++) {
    const from = rowAt(i) * all.width;
    values.set(all.values.subarray(from, from + all.width), i * all.width);
  }
  const input: BaselineInput = {
    task,
    classes,
    train: { count: kept, width: all.width, values },
    target: Float32Array.from({ length: kept }, (_, i) => prepared.train.target[rowAt(i)]),
    validation: rowsOfPart(prepared, part),
    seed: lab.seed,
  };
  const results: BaselineResult[] = [];
  const defs = baselinesFor(task);
  for (const [i, def] of defs.entries()) {
    on.progress('baselines', i, defs.length);
    await on.pause();
    const work = def.fit(input);
    let step = work.next();
    for (; !step.done; step = work.next()) await on.pause();
    results.push(await judged(def, step.value, prepared[part].target, { task, classes, targetScale }, lab.seed, on));
  }
  return { results, trainRows: all.count, validationRows: input.validation.count, sampled: kept };
}

async function judged(
  def: BaselineDef,
  answers: Float64Array,
  target: Float32Array,
  { task, classes, targetScale }: Pick<Outcome, 'task' | 'classes' | 'targetScale'>,
  seed: number,
  on: Work,
): Promise<BaselineResult> {
  const outcome: Outcome =
    task === 'regression'
      ? { task, outputs: Float32Array.from(answers), target, classes: 0, targetScale }
      : outcomeOfPredictions(
          { actual: target, predicted: target, probabilities: Float32Array.from(answers) },
          task,
          classes,
        );
  const metrics = metricsOf(task).filter(({ name }) => !(def.hard && name === 'loss'));
  const entries = metrics.map((metric) => [metric.name, metric.compute(outcome)] as const);
  const known = entries.filter(([, value]) => !Number.isNaN(value));
  const defined = metrics.filter(({ name }) => known.some(([one]) => one === name));
  const work = bootstrap(outcome, defined, Stream.of(seed, 'baseline', def.name), draws);
  let step = work.next();
  for (let k = 0; !step.done; k++) {
    if (k % 20 === 0) await on.pause();
    step = work.next();
  }
  return {
    name: def.name,
    label: def.label,
    metrics: Object.fromEntries(known),
    intervals: Object.fromEntries(step.value),
  };
}
