// Rows in the kernels' memory, copied once and read by any number of models.
import { TablabError } from '$core/errors/error';
import { sizeOf, type InputSpec, type ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { DataHandle, LossName } from '../executor';
import type { Column } from './job';
import type { Memory } from './memory';

export class SimdData implements DataHandle {
  readonly rows: number;
  private readonly targetAt: number;
  private readonly start: number;
  private readonly features: { readonly at: number; readonly length: number };
  private readonly codes: { readonly at: number; readonly length: number };
  private readonly codeRange: readonly [number, number];
  private readonly targetRange: readonly [number, number];
  private readonly targets: number;
  /** Targets as shares of each class, made from class indexes when first wanted; 0: not yet. */
  private shares = 0;

  constructor(
    private readonly memory: Memory,
    arrays: Arrays,
  ) {
    const { rows, features, codes, target } = arrays;
    this.rows = rows;
    this.start = memory.allocate(4 * (features.length + codes.length + target.length));
    this.features = { at: this.start, length: features.length };
    this.codes = { at: this.start + 4 * features.length, length: codes.length };
    this.targetAt = this.codes.at + 4 * codes.length;
    this.targets = target.length;
    memory.f32.set(features, this.features.at / 4);
    memory.u32.set(codes, this.codes.at / 4);
    memory.f32.set(target, this.targetAt / 4);
    this.codeRange = rangeOf(codes);
    this.targetRange = rangeOf(target);
  }

  /** Where each input of the model lies. Throws `data-mismatch`: kernels do not check what they read. */
  inputs(spec: ModelSpec): Column[] {
    return spec.inputs.map((input) => {
      const { at, length } = input.dtype === 'float32' ? this.features : this.codes;
      checkInput(input, this.rows, length, this.codeRange);
      return { at, words: sizeOf(input.shape) };
    });
  }

  /** Where targets lie. Throws `data-mismatch` for classes that the softmax does not have. */
  target(loss: LossName, units: number): Column {
    const indexes = loss === 'softmaxCrossEntropy' || (loss === 'softCrossEntropy' && this.targets === this.rows);
    const words = indexes ? 1 : units;
    demand('target', this.targets, this.rows * words);
    const [low, high] = this.targetRange;
    if (indexes && this.rows > 0 && !(low >= 0 && high < units)) {
      throw new TablabError('data-mismatch', {
        input: 'target (largest class)',
        got: low >= 0 ? high : low,
        expected: `0 to ${units - 1}`,
      });
    }
    if (indexes && loss === 'softCrossEntropy') return { at: this.sharesAt(units), words: units };
    return { at: this.targetAt, words };
  }

  private sharesAt(units: number): number {
    if (this.shares > 0) return this.shares;
    this.shares = this.memory.allocate(4 * this.rows * units);
    const { f32 } = this.memory;
    const [from, to] = [this.targetAt / 4, this.shares / 4];
    f32.fill(0, to, to + this.rows * units);
    for (let row = 0; row < this.rows; row++) f32[to + row * units + f32[from + row]] = 1;
    return this.shares;
  }

  /** Demands row numbers that exist. */
  checkOrder(order: Uint32Array): void {
    const rows = this.rows;
    for (let i = 0; i < order.length; i++) {
      if (order[i] >= rows) throw new RangeError(`row ${order[i]} of ${rows}`);
    }
  }

  dispose(): void {
    this.memory.release(this.start);
    if (this.shares > 0) this.memory.release(this.shares);
  }
}

function demand(input: string, got: number, expected: number): void {
  if (got !== expected) throw new TablabError('data-mismatch', { input, got, expected });
}

function checkInput(input: InputSpec, rows: number, length: number, [low, high]: readonly [number, number]): void {
  demand(input.id, length, sizeOf(input.shape) * rows);
  const vocabulary = input.vocabulary ?? 1;
  if (input.dtype === 'int32' && rows > 0 && (low < 0 || high >= vocabulary)) {
    throw new TablabError('data-mismatch', {
      input: `${input.id} (largest code)`,
      got: low < 0 ? low : high,
      expected: `0 to ${vocabulary - 1}`,
    });
  }
}

/** Demands arrays that a model can take, without copying them. Throws `data-mismatch`. */
export function checkArrays(spec: ModelSpec, { rows, features, codes }: Arrays): void {
  for (const input of spec.inputs) {
    const length = input.dtype === 'float32' ? features.length : codes.length;
    checkInput(input, rows, length, input.dtype === 'float32' ? [0, 0] : rangeOf(codes));
  }
}

/** Smallest and largest value; NaN anywhere makes both NaN. */
function rangeOf(values: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (Number.isNaN(x)) return [NaN, NaN];
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return [low, high];
}
