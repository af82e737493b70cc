// NASWOT (Mellor, Turner, Storkey & Crowley 2021, arXiv 2006.04647): the log-determinant of the kernel that counts, for
// each pair of rows, the units that both have on or both have off. A code is 1 where the input of the activation is
// positive; for the functions below that is where its output is.
import { cholesky } from '$core/math/linalg';
import { log } from '$core/math/elementary';
import type { ModelSpec } from '$core/model/spec';

const signed: readonly unknown[] = ['relu', 'leakyRelu', 'elu', 'gelu', 'swish', 'tanh'];

/** Layers that end in such an activation. */
export const codedLayers = (spec: ModelSpec): string[] =>
  spec.layers.filter(({ options }) => signed.includes(options.activation)).map(({ id }) => id);

export class CodeKernel {
  private readonly counts: Float64Array;

  constructor(private readonly rows: number) {
    this.counts = new Float64Array(rows * rows);
  }

  /** Adds the codes of one layer: rows x units of its outputs. */
  add(outputs: Float32Array): void {
    const { rows, counts } = this;
    const units = outputs.length / rows;
    const words = Math.ceil(units / 32);
    const codes = new Int32Array(rows * words);
    for (let i = 0; i < rows; i++) {
      for (let u = 0; u < units; u++) if (outputs[i * units + u] > 0) codes[i * words + (u >> 5)] |= 1 << (u & 31);
    }
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j <= i; j++) {
        let differ = 0;
        for (let w = 0; w < words; w++) differ += bits(codes[i * words + w] ^ codes[j * words + w]);
        counts[i * rows + j] += units - differ;
      }
    }
  }

  /** log |K|; null where two rows have the same codes, or as good as: the kernel is then singular. */
  logDeterminant(): number | null {
    const { rows } = this;
    const l = this.counts.slice();
    const scale = l[0];
    if (!cholesky(l, rows)) return null;
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const pivot = l[i * rows + i];
      // Counts are whole numbers: a pivot this small is rounding.
      if (pivot * pivot < 1e-9 * scale) return null;
      sum += 2 * log(pivot);
    }
    return sum;
  }
}

function bits(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
