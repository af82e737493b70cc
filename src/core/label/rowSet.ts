// Sets of row numbers as text: ranges in ascending order, `3-5,17`.

/** Smallest and largest number of each range. */
export const rangesOf = (text: string): readonly (readonly [number, number])[] =>
  text === ''
    ? []
    : text.split(',').map((part) => {
        const [from, to = from] = part.split('-');
        return [Number(from), Number(to)];
      });

/** Every row, in the order written. Check the ranges first where the text is a stranger's. */
export function* rowsIn(text: string): Generator<number> {
  for (const [from, to] of rangesOf(text)) for (let row = from; row <= to; row++) yield row;
}

/** The shortest text of a set. */
export function rowSetText(rows: Iterable<number>): string {
  const sorted = Uint32Array.from(rows).sort();
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] <= sorted[end] + 1) end++;
    parts.push(sorted[i] === sorted[end] ? `${sorted[i]}` : `${sorted[i]}-${sorted[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
