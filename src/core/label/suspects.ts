// What a classifier of ours makes of the labels: which rows bear a suspect one, which class it would give, and of which
// rows it knows least.
import type { PrepareConfig } from '../pipeline/prepare';
import type { Table } from '../table/types';
import {
  calibrated,
  confidentJoint,
  normalizedMargin,
  selfConfidence,
  suspectRows,
  thresholdsOf,
  type LabelledRows,
} from './confident';
import { outOfSample, type SuspectOptions, type Work } from './outOfSample';

export interface Suspects {
  readonly classes: readonly string[];
  /** By row of the data set: the given class, -1 for none; the likeliest class. */
  readonly given: Int32Array;
  readonly suggested: Int32Array;
  /** Probability of the given class (NaN for none) and of the likeliest one. */
  readonly own: Float32Array;
  readonly best: Float32Array;
  /** Probability of the likeliest class less that of the next: small where the model knows least. */
  readonly margin: Float32Array;
  /** Suspect rows, the most suspect first. */
  readonly rows: Uint32Array;
  /** classes x classes: rows by given class and estimated true class. */
  readonly joint: Int32Array;
  /** Mean self-confidence by class. */
  readonly thresholds: Float64Array;
  /** Share of labelled rows whose likeliest class is the given one. */
  readonly accuracy: number;
  readonly labelled: number;
  readonly trained: number;
  readonly components: number | null;
  readonly folds: number;
}

/** Throws what `outOfSample` throws. */
export async function findSuspects(
  table: Table,
  lab: PrepareConfig,
  options: SuspectOptions,
  on: Work,
): Promise<Suspects> {
  const { given, probabilities, classes, ...rest } = await outOfSample(table, lab, options, on);
  const k = classes.length;
  const labelled = Uint32Array.from(given, (_, row) => row).filter((row) => given[row] >= 0);
  const of: LabelledRows = {
    given: Int32Array.from(labelled, (row) => given[row]),
    probabilities: new Float64Array(labelled.length * k),
    classes: k,
  };
  labelled.forEach((row, i) => of.probabilities.set(probabilities.subarray(row * k, (row + 1) * k), i * k));
  const thresholds = thresholdsOf(of);
  const joint = calibrated(confidentJoint(of, thresholds), of.given, k);
  const marks = suspectRows(of, joint);
  const quality = options.rank === 'self' ? selfConfidence(of) : normalizedMargin(of);
  const found = Uint32Array.from(labelled, (_, i) => i).filter((i) => marks[i] === 1);
  const rows = Array.from(found)
    .sort((a, b) => quality[a] - quality[b] || a - b)
    .map((i) => labelled[i]);
  const suggested = new Int32Array(given.length);
  const [own, best, margin] = [0, 0, 0].map(() => new Float32Array(given.length));
  let right = 0;
  for (let row = 0; row < given.length; row++) {
    const [first, second] = topTwo(probabilities.subarray(row * k, (row + 1) * k));
    suggested[row] = first;
    best[row] = probabilities[row * k + first];
    margin[row] = probabilities[row * k + first] - probabilities[row * k + second];
    own[row] = given[row] < 0 ? NaN : probabilities[row * k + given[row]];
    if (given[row] === first) right++;
  }
  return {
    classes,
    given,
    suggested,
    own,
    best,
    margin,
    rows: Uint32Array.from(rows),
    joint,
    thresholds,
    accuracy: right / labelled.length,
    labelled: labelled.length,
    ...rest,
  };
}

/** Of equals the earlier. */
function topTwo(p: Float64Array): [number, number] {
  let [first, second] = p[1] > p[0] ? [1, 0] : [0, 1];
  for (let k = 2; k < p.length; k++) {
    if (p[k] > p[first]) [first, second] = [k, first];
    else if (p[k] > p[second]) second = k;
  }
  return [first, second];
}
