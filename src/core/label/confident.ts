// Confident learning (Northcutt, Jiang & Chuang 2021, Confident Learning: Estimating Uncertainty in Dataset Labels, JAIR
// 70): from labels and out-of-sample probabilities, how often one class is labelled as another, and which rows those are.
// Constants, rounding and the rule "prune by noise rate" as cleanlab 2.9.0.

const close = 1e-6;

export interface LabelledRows {
  /** Class index by row, none missing. */
  readonly given: ArrayLike<number>;
  /** rows x classes, out of sample. */
  readonly probabilities: Float64Array;
  readonly classes: number;
}

/** Mean self-confidence by class: the probability of a class, averaged over the rows that bear it. 2 for a class without rows. */
export function thresholdsOf({ given, probabilities, classes }: LabelledRows): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let row = 0; row < given.length; row++) {
    sums[given[row]] += probabilities[row * classes + given[row]];
    counts[given[row]]++;
  }
  return sums.map((sum, k) => (counts[k] > 0 ? Math.max(2e-6, sum / counts[k]) : 2));
}

/** Rows by given class and the class they are confidently of; a class keeps at least one row on the diagonal. */
export function confidentJoint(rows: LabelledRows, thresholds = thresholdsOf(rows)): Float64Array {
  const { given, classes } = rows;
  const joint = new Float64Array(classes * classes);
  for (let row = 0; row < given.length; row++) {
    const of = confidentClass(rows, thresholds, row);
    if (of >= 0) joint[given[row] * classes + of]++;
  }
  for (let k = 0; k < classes; k++) joint[k * classes + k] = Math.max(1, joint[k * classes + k]);
  return joint;
}

/** The one class above its threshold; of several, the likeliest class; -1 for none. */
function confidentClass(rows: LabelledRows, thresholds: Float64Array, row: number): number {
  const { probabilities, classes } = rows;
  let only = -1;
  for (let k = 0; k < classes; k++) {
    if (!(probabilities[row * classes + k] >= thresholds[k] - close)) continue;
    if (only >= 0) return likeliest(rows, row);
    only = k;
  }
  return only;
}

/** Of equals the first. */
export function likeliest({ probabilities, classes }: Omit<LabelledRows, 'given'>, row: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) {
    if (probabilities[row * classes + k] > probabilities[row * classes + best]) best = k;
  }
  return best;
}

/** The joint as whole rows, so that each given class has as many as it really has. */
export function calibrated(joint: Float64Array, given: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Float64Array(classes);
  for (let row = 0; row < given.length; row++) counts[given[row]]++;
  const scaled = new Float64Array(joint.length);
  let total = 0;
  for (let i = 0; i < classes; i++) {
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += joint[i * classes + j];
    for (let j = 0; j < classes; j++) {
      scaled[i * classes + j] = (joint[i * classes + j] / Math.max(sum, 1e-100)) * counts[i];
      total += scaled[i * classes + j];
    }
  }
  const out = new Int32Array(joint.length);
  for (let i = 0; i < classes; i++) {
    const row = scaled
      .subarray(i * classes, (i + 1) * classes)
      .map((value) => (value / Math.max(total, 1e-100)) * given.length);
    out.set(rounded(row), i * classes);
  }
  return out;
}

/** To whole numbers of the same (rounded) sum: those furthest from their rounding give way first. */
function rounded(values: Float64Array): Int32Array {
  const whole = Int32Array.from(values, halfToEven);
  const wanted = halfToEven(values.reduce((a, b) => a + b, 0));
  let missing = wanted - whole.reduce((a, b) => a + b, 0);
  while (missing !== 0) {
    const step = missing > 0 ? 1 : -1;
    const order = Array.from(values, (_, i) => i).sort(
      (a, b) => step * (values[b] - whole[b] - (values[a] - whole[a])) || step * (b - a),
    );
    for (const i of order.slice(0, Math.min(Math.abs(missing), order.length))) whole[i] += step;
    missing = wanted - whole.reduce((a, b) => a + b, 0);
  }
  return whole;
}

function halfToEven(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

/**
 * 1 for each row whose label is suspect: of each pair of classes as many rows as the calibrated joint says, those with the
 * largest margin of the other class over the given one; never one whose given class is the likeliest, and never the last
 * row of a class.
 */
export function suspectRows(rows: LabelledRows, joint = calibrated(confidentJoint(rows), rows.given, rows.classes)) {
  const { given, probabilities, classes } = rows;
  const members = Array.from({ length: classes }, () => [] as number[]);
  for (let row = 0; row < given.length; row++) members[given[row]].push(row);
  const marks = new Uint8Array(given.length);
  members.forEach((mine, own) => {
    if (mine.length <= 1) return;
    const prunes = pruneCounts(joint.subarray(own * classes, (own + 1) * classes), own);
    prunes.forEach((count, other) => {
      if (other === own || count <= 0) return;
      const margin = (row: number) => probabilities[row * classes + other] - probabilities[row * classes + own];
      for (const row of [...mine].sort((a, b) => margin(b) - margin(a) || a - b).slice(0, count)) marks[row] = 1;
    });
  });
  for (let row = 0; row < given.length; row++) {
    const own = probabilities[row * classes + given[row]] + close;
    let beaten = false;
    for (let k = 0; k < classes; k++) {
      const p = probabilities[row * classes + k];
      // Of equals the first counts as the likeliest.
      if (k !== given[row] && (p > own || (p === own && k < given[row]))) beaten = true;
    }
    if (!beaten) marks[row] = 0;
  }
  return marks;
}

/** How many rows of one given class to take for each other class, leaving at least one. */
function pruneCounts(row: Int32Array, own: number): Int32Array {
  const diagonal = Math.max(1, row[own]);
  const raised = diagonal - row[own];
  const others = Math.max(1, row.filter((count) => count !== 0).length - 1);
  return row.map((count, k) => (k === own ? diagonal : Math.max(0, Math.trunc(count - raised / others))));
}

/** Probability of the given label, by row. */
export const selfConfidence = ({ given, probabilities, classes }: LabelledRows): Float64Array =>
  Float64Array.from(given, (own, row) => probabilities[row * classes + own]);

/** (p(given) - the largest other p + 1) / 2: 0 for a label that is surely wrong, 1 for one that is surely right. */
export const normalizedMargin = ({ given, probabilities, classes }: LabelledRows): Float64Array =>
  Float64Array.from(given, (own, row) => {
    let other = 0;
    for (let k = 0; k < classes; k++) if (k !== own) other = Math.max(other, probabilities[row * classes + k]);
    return (probabilities[row * classes + own] - other + 1) / 2;
  });
