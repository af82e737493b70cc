// Learning curves of real trainings, replayed: the TaskSet tables in the form of DyHPO (gzipped JSON, one file a task,
// 1,000 configurations with the losses after each of 51 steps). They are not part of the product; TABLAB_TASKSET names
// the folder that holds them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface CurveTask {
  readonly name: string;
  /** Validation loss by configuration and step; some diverge. */
  readonly curves: readonly Float64Array[];
  readonly steps: number;
  /** Last loss of the best and of the median configuration. */
  readonly best: number;
  readonly middle: number;
}

/** Null where the folder is not named. */
export function tasksetTasks(): CurveTask[] | null {
  const folder = process.env.TABLAB_TASKSET;
  if (!folder) return null;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => taskOf(name.replace(/^FixedTextRNNClassification_|\.json\.gz$/g, ''), join(folder, name)));
}

function taskOf(name: string, file: string): CurveTask {
  const text = gunzipSync(readFileSync(file))
    .toString('utf8')
    .replace(/\b-?Infinity\b|\bNaN\b/g, 'null');
  const rows = JSON.parse(text) as { valid: { loss: (number | null)[] } }[];
  const curves = rows.map(({ valid }) => Float64Array.from(valid.loss, (loss) => loss ?? NaN));
  const steps = curves[0].length;
  const ends = curves
    .map((curve) => (Number.isFinite(curve[steps - 1]) ? curve[steps - 1] : Infinity))
    .sort((a, b) => a - b);
  return { name, curves, steps, best: ends[0], middle: ends[ends.length >> 1] };
}
