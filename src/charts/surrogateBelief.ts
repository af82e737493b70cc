// What a surrogate model believes at the cells of a picture, along one parameter or over two, and how that is read out.
import { axisTitle, type AxisSpec } from './chart';
import { number } from './format';

/** Cells along a parameter: values of a number, or the numbers of a choice's values. */
export interface Believed {
  readonly mean: ArrayLike<number>;
  readonly deviation: ArrayLike<number>;
  readonly improvement: ArrayLike<number>;
  /** By cell: the chance of keeping the study's limits. */
  readonly within?: ArrayLike<number>;
  /** By cell: 0 where the settings break a rule between them. */
  readonly allowed?: ArrayLike<number>;
  /** False: no trial keeps the limits, and what stands for the improvement is the chance of keeping them. */
  readonly anyWithin?: boolean;
  /** Trials that break a limit, in the order of the trials. */
  readonly breaks?: readonly boolean[];
}
/** Below this chance a cell is drawn as one that breaks a limit. */
export const evens = 0.5;

/** What the improvement of a picture is called. */
export const gainName = ({ within, anyWithin }: Believed): string =>
  anyWithin === false
    ? 'chance of keeping the limits'
    : within
      ? 'expected improvement within the limits'
      : 'expected improvement';

/** For a readout. */
export const beliefLines = (data: Believed, i: number, objective: AxisSpec): string[] => [
  `${axisTitle(objective)} ${number(data.mean[i], 4)} ± ${number(2 * data.deviation[i], 2)}`,
  ...(data.anyWithin === false ? [] : [`${gainName(data)} ${number(data.improvement[i], 3)}`]),
  ...(data.within ? [`within the limits: ${number(100 * data.within[i], 2)} %`] : []),
  ...(data.allowed?.[i] === 0 ? ['breaks a rule between settings'] : []),
];
