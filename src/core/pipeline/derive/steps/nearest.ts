// The arithmetic of filling gaps from the nearest donors: distances over the columns that both rows have.

export interface Donors {
  readonly count: number;
  /** By column; NaN where missing. */
  readonly values: readonly Float64Array[];
}

export interface Nearness {
  readonly k: number;
  readonly byDistance: boolean;
  readonly scales: readonly number[];
  readonly means: readonly number[];
}

/** Columns with their gaps filled; rows without a gap are as they were. Of donors equally near, the earlier counts. */
export function fillNearest(source: readonly Float64Array[], donors: Donors, how: Nearness): Float64Array[] {
  const width = source.length;
  const { count } = donors;
  const out = source.map((values) => values.slice());
  // Donors row after row, scaled, 0 where missing, with 1 or 0 beside: no branch in the inner loop.
  const packed = new Float64Array(count * width);
  const has = new Float64Array(count * width);
  donors.values.forEach((values, c) => {
    for (let d = 0; d < count; d++) {
      const present = values[d] === values[d];
      packed[d * width + c] = present ? values[d] / how.scales[c] : 0;
      has[d * width + c] = present ? 1 : 0;
    }
  });
  const distance = new Float64Array(count);
  const own = new Float64Array(width);
  const at = new Int32Array(width);
  for (let row = 0; row < source[0].length; row++) {
    let present = 0;
    for (let c = 0; c < width; c++) {
      const value = source[c][row];
      if (value !== value) continue;
      own[present] = value / how.scales[c];
      at[present++] = c;
    }
    if (present === width) continue;
    for (let d = 0; d < count; d++) {
      let sum = 0;
      let both = 0;
      const base = d * width;
      for (let i = 0; i < present; i++) {
        const place = base + at[i];
        const gap = own[i] - packed[place];
        sum += has[place] * gap * gap;
        both += has[place];
      }
      distance[d] = both > 0 ? (sum * width) / both : NaN;
    }
    for (let c = 0; c < width; c++) {
      if (source[c][row] !== source[c][row]) out[c][row] = fromNearest(donors.values[c], distance, how, how.means[c]);
    }
  }
  return out;
}

function fromNearest(values: Float64Array, squared: Float64Array, { k, byDistance }: Nearness, mean: number): number {
  // The k nearest so far, in order: few, so that inserting is quicker than a heap.
  const near: number[] = [];
  for (let d = 0; d < values.length; d++) {
    if (values[d] !== values[d] || squared[d] !== squared[d]) continue;
    if (near.length === k && squared[d] >= squared[near[k - 1]]) continue;
    let place = near.length < k ? near.length : k - 1;
    while (place > 0 && squared[near[place - 1]] > squared[d]) {
      near[place] = near[place - 1];
      place--;
    }
    near[place] = d;
  }
  if (near.length === 0) return mean;
  // Donors at distance 0 count alone.
  const exact = byDistance && squared[near[0]] === 0;
  let sum = 0;
  let weights = 0;
  for (const d of near) {
    const weight = !byDistance ? 1 : exact ? Number(squared[d] === 0) : 1 / Math.sqrt(squared[d]);
    sum += weight * values[d];
    weights += weight;
  }
  return sum / weights;
}
