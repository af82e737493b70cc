// One measured figure. A bench file exports `bench(): Promise<Result[]>`; `*.node.bench.ts` run in Node, the rest in
// a real Chromium. Timings are medians; comparisons are ratios within one run, with the rivals interleaved.
export interface Result {
  /** What was measured, e.g. `csv import vs papaparse`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure to reach, with its direction, e.g. `<= 3`. Left out: for information. */
  readonly target?: string;
  readonly pass?: boolean;
  /** What it was computed from. */
  readonly detail?: string;
}

export function result(name: string, value: number, unit: string, target?: string, detail?: string): Result {
  const match = /^(<=|>=)\s*([\d.e+-]+)$/.exec(target ?? '');
  const pass = match ? (match[1] === '<=' ? value <= Number(match[2]) : value >= Number(match[2])) : undefined;
  return { name, value, unit, target, pass, detail };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of each run of each rival, taken in turn A B A B ..., after one warm-up round. */
export async function interleaved<K extends string>(
  rivals: Record<K, () => unknown>,
  rounds: number,
): Promise<Record<K, number[]>> {
  const names = Object.keys(rivals) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await rivals[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}
