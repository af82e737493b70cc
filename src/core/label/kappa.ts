// Agreement of two annotators beyond chance: Cohen's kappa (Cohen 1960), weighted for ordered classes (Cohen 1968), with
// the large-sample standard error of Fleiss, Cohen & Everitt (1969).

export const kappaWeights = ['none', 'linear', 'quadratic'] as const;
export type KappaWeights = (typeof kappaWeights)[number];

export interface Kappa {
  /** 1: always the same; 0: as by chance. Null where both always say one and the same class. */
  readonly kappa: number | null;
  readonly error: number | null;
  /** 95 % interval, kappa -+ 1.96 standard errors, within -1 to 1. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of rows with the same label, and what chance alone would give. */
  readonly agreement: number;
  readonly expected: number;
  readonly count: number;
}

const z95 = 1.959963984540054;

/** `counts`: classes x classes, row-major, the first annotator's class by row. Without rows: no kappa, shares NaN. */
export function cohenKappa(counts: ArrayLike<number>, classes: number, weights: KappaWeights = 'none'): Kappa {
  const k = classes;
  let n = 0;
  for (let i = 0; i < k * k; i++) n += counts[i];
  const first = new Float64Array(k);
  const second = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      first[i] += counts[i * k + j] / n;
      second[j] += counts[i * k + j] / n;
    }
  }
  /** How far two classes agree: 1 on the diagonal. */
  const weight = (i: number, j: number) => {
    const apart = Math.abs(i - j) / Math.max(1, k - 1);
    if (weights === 'none') return i === j ? 1 : 0;
    return weights === 'linear' ? 1 - apart : 1 - apart * apart;
  };
  let observed = 0;
  let chance = 0;
  let same = 0;
  let sameByChance = 0;
  const meanFirst = new Float64Array(k);
  const meanSecond = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    same += counts[i * k + i] / n;
    sameByChance += first[i] * second[i];
    for (let j = 0; j < k; j++) {
      const w = weight(i, j);
      observed += (w * counts[i * k + j]) / n;
      chance += w * first[i] * second[j];
      meanFirst[i] += w * second[j];
      meanSecond[j] += w * first[i];
    }
  }
  const shares = { agreement: same, expected: sameByChance, count: n };
  if (!(1 - chance > 1e-12)) return { kappa: null, error: null, low: null, high: null, ...shares };
  const kappa = (observed - chance) / (1 - chance);
  let squares = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const term = weight(i, j) - (meanFirst[i] + meanSecond[j]) * (1 - kappa);
      squares += (counts[i * k + j] / n) * term * term;
    }
  }
  const shift = kappa - chance * (1 - kappa);
  const error = Math.sqrt(Math.max(0, squares - shift * shift) / n) / (1 - chance);
  const half = z95 * error;
  return { kappa, error, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half), ...shares };
}

/** Words for a kappa as Landis & Koch (1977) put them. */
export function kappaWord(kappa: number): string {
  if (kappa < 0) return 'less than by chance';
  if (kappa <= 0.2) return 'slight';
  if (kappa <= 0.4) return 'fair';
  if (kappa <= 0.6) return 'moderate';
  if (kappa <= 0.8) return 'substantial';
  return 'almost perfect';
}
