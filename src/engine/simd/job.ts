// The words by which kernels/assembly/program.ts is told what to run; the numbers must match that file.
import type { Program } from './encode';
import type { Memory } from './memory';

const word = { order: 0, count: 1, rates: 2, next: 3, steps: 4, batch: 5, epoch: 6, control: 7 } as const;
const out = { to: 8, words: 9 } as const;
const gathers = 10;
/** Seven words each: five starts, the list of gathers, the output. */
const programs = { full: 11, short: 18 } as const;
const lists = 25;
/** Inputs of a model and its target. */
const maxGathers = 8;
export const jobBytes = 4 * (lists + 2 * 3 * maxGathers);

/** A run of words that every row has in a data set. */
export interface Column {
  readonly at: number;
  readonly words: number;
}

export interface JobWords {
  readonly order: number;
  readonly count: number;
  /** Steps made before; left out: none. */
  readonly first?: number;
  readonly batch: number;
  readonly control: number;
  readonly full: Program;
  /** For the last batch when it is shorter. */
  readonly short: Program;
  /** Model inputs in their order. */
  readonly inputs: readonly Column[];
  readonly target?: Column;
  readonly epoch?: number;
  readonly rates?: number;
  /** Where a prediction pass writes rows x words outputs. */
  readonly output?: Column;
}

/** Outcome of a slice of steps. */
export const status = { more: 0, finished: 1, badLoss: 2, badGradient: 3 } as const;

export function writeJob(memory: Memory, at: number, job: JobWords): void {
  const u32 = memory.u32;
  const base = at / 4;
  u32[base + word.order] = job.order;
  u32[base + word.count] = job.count;
  u32[base + word.rates] = job.rates ?? 0;
  u32[base + word.next] = job.first ?? 0;
  u32[base + word.steps] = Math.ceil(job.count / job.batch);
  u32[base + word.batch] = job.batch;
  u32[base + word.epoch] = job.epoch ?? 0;
  u32[base + word.control] = job.control;
  u32[base + out.to] = job.output?.at ?? 0;
  u32[base + out.words] = job.output?.words ?? 0;
  const columns = job.target ? [...job.inputs, job.target] : job.inputs;
  if (columns.length > maxGathers) throw new RangeError(`${columns.length} model inputs, at most ${maxGathers - 1}`);
  u32[base + gathers] = columns.length;
  for (const [i, kind] of (['full', 'short'] as const).entries()) {
    const program = job[kind];
    const { inputs, target, output } = program.plan.ports;
    const list = base + lists + 3 * maxGathers * i;
    u32.set([...program.starts, 4 * list, program.address(output)], base + programs[kind]);
    const places = [...inputs.values(), target];
    columns.forEach((column, j) => u32.set([column.at, program.address(places[j]), column.words], list + 3 * j));
  }
}

export const stepsDone = (memory: Memory, at: number): number => memory.u32[at / 4 + word.next];
