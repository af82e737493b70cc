// Features that the target was made from, or that were made from it, though none of them predicts it by a margin that
// chance or rounding could not blur: another scale of it (its logarithm), and two parts that add up to it.
import { sampleColumn } from '../table/look';
import type { Column } from '../table/types';

const fewest = 20;
const rowLimit = 5000;
const mostColumns = 40;
/** Share of the target's variance that two parts may leave open: rounding, no more. */
const rounding = 1e-7;
/** A part alone leaves more open than this: one that does not is a copy, which is found as such. */
const alike = 1e-3;

/** Whether the values of `x` put the rows in the very order (or reverse order) of `y`, equal where `y` is equal. */
export function sameOrder(x: Float64Array, y: Float64Array): boolean {
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++) if (x[i] === x[i] && y[i] === y[i]) rows.push(i);
  rows.sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  let steps = 0;
  let direction = 0;
  for (let i = 1; i < rows.length; i++) {
    const [dx, dy] = [x[rows[i]] - x[rows[i - 1]], y[rows[i]] - y[rows[i - 1]]];
    if ((dx === 0) !== (dy === 0)) return false;
    if (dx === 0) continue;
    const sign = dy > 0 ? 1 : -1;
    if (direction !== 0 && sign !== direction) return false;
    direction = sign;
    steps++;
  }
  return steps + 1 >= fewest;
}

export interface Parts {
  readonly columns: readonly [string, string];
  /** The target as a sum, for people: `casual + registered`. */
  readonly formula: string;
}

interface Moments {
  readonly xx: number;
  readonly zz: number;
  readonly xz: number;
  readonly xy: number;
  readonly zy: number;
  readonly yy: number;
  readonly meanX: number;
  readonly meanZ: number;
  readonly meanY: number;
}

/** Pairs of number columns of which the target is a weighted sum, by least squares on rows that have all three. */
export async function partsOf(
  features: readonly Column[],
  target: Column,
  pause: () => Promise<void>,
): Promise<Parts[]> {
  const y = numbersOf(target);
  if (!y) return [];
  const columns = features
    .flatMap((column) => {
      const values = column.type === 'numeric' ? numbersOf(column) : null;
      const alone = values && momentsOf(values, values, y);
      // Not the target on another scale.
      if (!alone || !(alone.xx > 0) || explained(alone) > 1 - alike) return [];
      return [{ name: column.name, values, strength: explained(alone) }];
    })
    .sort((a, b) => b.strength - a.strength)
    .slice(0, mostColumns);
  const found: Parts[] = [];
  for (let i = 0; i < columns.length; i++) {
    await pause();
    for (let j = i + 1; j < columns.length; j++) {
      const formula = sum(columns[i], columns[j], y);
      if (formula) found.push({ columns: [columns[i].name, columns[j].name], formula });
    }
  }
  return found;
}

const numbersOf = (column: Column) => {
  const { data } = sampleColumn(column, rowLimit);
  return data.kind === 'number' ? data.values : null;
};
const explained = ({ xx, xy, yy }: Moments) => (xy * xy) / (xx * yy);

interface Part {
  readonly name: string;
  readonly values: Float64Array;
}

function sum(a: Part, b: Part, y: Float64Array): string | null {
  const m = momentsOf(a.values, b.values, y);
  if (!m) return null;
  const determinant = m.xx * m.zz - m.xz * m.xz;
  // Two columns that say the same fit anything badly.
  if (!(determinant > 1e-6 * m.xx * m.zz)) return null;
  const first = (m.zz * m.xy - m.xz * m.zy) / determinant;
  const second = (m.xx * m.zy - m.xz * m.xy) / determinant;
  const left = m.yy - first * m.xy - second * m.zy;
  if (!(left <= rounding * m.yy)) return null;
  const constant = m.meanY - first * m.meanX - second * m.meanZ;
  return formulaOf([first, a.name], [second, b.name], Math.abs(constant) < 1e-6 * Math.sqrt(m.yy) ? 0 : constant);
}

function momentsOf(x: Float64Array, z: Float64Array, y: Float64Array): Moments | null {
  let n = 0;
  let [meanX, meanZ, meanY] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    if (!(x[i] - x[i] === 0 && z[i] - z[i] === 0 && y[i] - y[i] === 0)) continue;
    n++;
    meanX += x[i];
    meanZ += z[i];
    meanY += y[i];
  }
  if (n < fewest) return null;
  meanX /= n;
  meanZ /= n;
  meanY /= n;
  let [xx, zz, xz, xy, zy, yy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    const [dx, dz, dy] = [x[i] - meanX, z[i] - meanZ, y[i] - meanY];
    if (!(dx - dx === 0 && dz - dz === 0 && dy - dy === 0)) continue;
    xx += dx * dx;
    zz += dz * dz;
    xz += dx * dz;
    xy += dx * dy;
    zy += dz * dy;
    yy += dy * dy;
  }
  return yy > 0 ? { xx, zz, xz, xy, zy, yy, meanX, meanZ, meanY } : null;
}

/** The positive term first; factors of one are left out. */
function formulaOf(a: readonly [number, string], b: readonly [number, string], constant: number): string {
  const terms = a[0] < 0 && b[0] > 0 ? [b, a] : [a, b];
  const rounded = (value: number) => Number(value.toPrecision(4));
  const term = ([factor, name]: readonly [number, string]) => {
    const size = rounded(Math.abs(factor));
    return size === 1 ? name : `${size} × ${name}`;
  };
  const signed = (sign: number, text: string) => `${sign < 0 ? '-' : '+'} ${text}`;
  const head = `${terms[0][0] < 0 ? '-' : ''}${term(terms[0])} ${signed(terms[1][0], term(terms[1]))}`;
  return constant === 0 ? head : `${head} ${signed(constant, String(rounded(Math.abs(constant))))}`;
}
