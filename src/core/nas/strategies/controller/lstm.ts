// A stack of LSTM layers in float64 (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000), forward one
// step at a time and backward through time, exactly. Gates in the order input, forget, cell, output:
//   i, f, o = sigmoid(W x + U h + b), g = tanh(W x + U h + b), c' = f c + i g, h' = o tanh(c').
// Parameters live in one array that belongs to the caller; sums run in a fixed order: the same bits everywhere.
import { sigmoid } from '../../../math/elementary';

export const tanh = (x: number): number => 2 * sigmoid(2 * x) - 1;

/** Hidden and cell values of every layer. */
export interface LstmState {
  readonly h: readonly Float64Array[];
  readonly c: readonly Float64Array[];
}

/** One layer at one step, as the way back needs it. */
interface LayerStep {
  /** The layer's input and then its hidden values before the step. */
  readonly joined: Float64Array;
  readonly before: Float64Array;
  /** The four gates after their functions. */
  readonly gates: Float64Array;
  readonly squashed: Float64Array;
}
export type LstmStep = readonly LayerStep[];

export class Lstm {
  /** Numbers in all layers: of each 4H rows of (H + H) weights, then 4H biases. */
  readonly size: number;

  /** `hidden` is also the width of the inputs. `at`: where the parameters start in their array. */
  constructor(
    readonly hidden: number,
    readonly layers: number,
    readonly at: number,
  ) {
    this.size = layers * this.layerSize;
  }

  private get layerSize(): number {
    return 4 * this.hidden * (2 * this.hidden + 1);
  }

  start(): LstmState {
    const zeros = () => Array.from({ length: this.layers }, () => new Float64Array(this.hidden));
    return { h: zeros(), c: zeros() };
  }

  step(theta: Float64Array, input: Float64Array, state: LstmState): { state: LstmState; step: LstmStep } {
    const { hidden: n } = this;
    const h: Float64Array[] = [];
    const c: Float64Array[] = [];
    const steps: LayerStep[] = [];
    for (let layer = 0; layer < this.layers; layer++) {
      const joined = new Float64Array(2 * n);
      joined.set(layer === 0 ? input : h[layer - 1]);
      joined.set(state.h[layer], n);
      const gates = this.gates(theta, this.at + layer * this.layerSize, joined);
      const before = state.c[layer];
      const next = new Float64Array(n);
      const squashed = new Float64Array(n);
      const out = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        next[k] = gates[n + k] * before[k] + gates[k] * gates[2 * n + k];
        squashed[k] = tanh(next[k]);
        out[k] = gates[3 * n + k] * squashed[k];
      }
      h.push(out);
      c.push(next);
      steps.push({ joined, before, gates, squashed });
    }
    return { state: { h, c }, step: steps };
  }

  private gates(theta: Float64Array, at: number, joined: Float64Array): Float64Array {
    const n = this.hidden;
    const gates = new Float64Array(4 * n);
    const biases = at + 8 * n * n;
    for (let row = 0, w = at; row < 4 * n; row++) {
      let sum = theta[biases + row];
      for (let k = 0; k < 2 * n; k++) sum += theta[w++] * joined[k];
      gates[row] = row >= 2 * n && row < 3 * n ? tanh(sum) : sigmoid(sum);
    }
    return gates;
  }

  /**
   * Adds to `gradient` that by the parameters and returns that by each step's input, given those by the top layer's
   * hidden values at each step.
   */
  backward(
    theta: Float64Array,
    steps: readonly LstmStep[],
    byTop: readonly Float64Array[],
    gradient: Float64Array,
  ): Float64Array[] {
    const n = this.hidden;
    let above = byTop;
    for (let layer = this.layers - 1; layer >= 0; layer--) {
      const at = this.at + layer * this.layerSize;
      const below: Float64Array[] = new Array<Float64Array>(steps.length);
      let byHidden = new Float64Array(n);
      const byCell = new Float64Array(n);
      for (let t = steps.length - 1; t >= 0; t--) {
        const { joined, before, gates, squashed } = steps[t][layer];
        const byGates = new Float64Array(4 * n);
        for (let k = 0; k < n; k++) {
          const [i, f, g, o] = [gates[k], gates[n + k], gates[2 * n + k], gates[3 * n + k]];
          const dh = above[t][k] + byHidden[k];
          const dc = byCell[k] + dh * o * (1 - squashed[k] * squashed[k]);
          byGates[k] = dc * g * i * (1 - i);
          byGates[n + k] = dc * before[k] * f * (1 - f);
          byGates[2 * n + k] = dc * i * (1 - g * g);
          byGates[3 * n + k] = dh * squashed[k] * o * (1 - o);
          byCell[k] = dc * f;
        }
        const byJoined = new Float64Array(2 * n);
        for (let row = 0, w = at; row < 4 * n; row++) {
          const d = byGates[row];
          gradient[at + 8 * n * n + row] += d;
          for (let k = 0; k < 2 * n; k++, w++) {
            gradient[w] += d * joined[k];
            byJoined[k] += d * theta[w];
          }
        }
        below[t] = byJoined.slice(0, n);
        byHidden = byJoined.slice(n);
      }
      above = below;
    }
    return above as Float64Array[];
  }
}
