// The weights of all networks of a space at once (Pham et al. 2018, arXiv 1802.03268; Guo et al. 2019, 1904.00420): blocks by
// name, each a stack of matrices as large as the largest network seen so far needs. A network reads its leading parts, is
// trained, and writes them back; nothing else changes. First weights are drawn row by row, each row from a stream of its own
// and in the range that the network has for them that needs them first. What an optimizer keeps of a weight is kept beside it.
import { limitOf } from '../../model/init';
import { sizeOf, weightsOf, type ModelSpec, type WeightSpec, type Weights } from '../../model/spec';
import type { Stream } from '../../rng/stream';
import { piecesOf, type Piece } from './pieces';

/** A block as a checkpoint holds it. */
export interface SharedBlock {
  readonly key: string;
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
  /** Steps that trained a part of it. */
  readonly steps: number;
  /** The numbers by what they are: the weight itself is '', the others are the optimizer's. */
  readonly values: ReadonlyMap<string, Float32Array>;
}
type Block = { -readonly [K in keyof SharedBlock]: SharedBlock[K] } & { values: Map<string, Float32Array> };

/** A network's weights and its optimizer's state. */
export interface Loaded {
  readonly weights: Map<string, Float32Array>;
  readonly optimizer: Map<string, Float32Array>;
}

export class SharedWeights {
  private readonly blocks = new Map<string, Block>();

  /** `rng`: of the first weights. `saved`: goes on from there. `byInput`: see pieces.ts. */
  constructor(
    private readonly rng: Stream,
    private readonly byInput: boolean,
    saved: readonly SharedBlock[] = [],
  ) {
    for (const block of saved) this.blocks.set(block.key, { ...block, values: new Map(block.values) });
  }

  get saved(): SharedBlock[] {
    return [...this.blocks.values()].map((block) => ({ ...block, values: new Map(block.values) }));
  }

  /** Trainable and other numbers, without those of the optimizer. */
  get size(): number {
    return [...this.blocks.values()].reduce((sum, { matrices, rows, columns }) => sum + matrices * rows * columns, 0);
  }

  /** Throws `nas-supernet-layer`. */
  pieces(spec: ModelSpec): Piece[] {
    return piecesOf(spec, this.byInput);
  }

  weights(spec: ModelSpec, pieces: readonly Piece[] = this.pieces(spec)): Map<string, Float32Array> {
    const weights = new Map(weightsOf(spec).map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]));
    for (const piece of pieces) copy(this.block(piece), '', piece, weights.get(piece.weight.name)!, false);
    return weights;
  }

  /**
   * What a network begins a step with. `like`: the state of an optimizer of its shape. The count of steps that corrects
   * Adam's young averages is that of the network's youngest block, so that none of its steps is too long.
   */
  load(spec: ModelSpec, like: Weights, pieces: readonly Piece[] = this.pieces(spec)): Loaded {
    const weights = this.weights(spec, pieces);
    const optimizer = new Map([...like].map(([name, { length }]) => [name, new Float32Array(length)]));
    for (const { piece, slot, values } of slotsOf(optimizer, pieces))
      copy(this.block(piece), slot, piece, values, false);
    const trained = pieces.filter(({ weight }) => weight.trainable);
    const steps = trained.reduce((least, piece) => Math.min(least, this.block(piece).steps), Infinity);
    if (like.has('step')) optimizer.set('step', stepsAsState(Number.isFinite(steps) ? steps : 0));
    return { weights, optimizer };
  }

  /** After a step of this network. */
  store(
    spec: ModelSpec,
    { weights, optimizer }: { weights: Weights; optimizer: Weights },
    given?: readonly Piece[],
  ): void {
    const pieces = given ?? this.pieces(spec);
    for (const piece of pieces) copy(this.block(piece), '', piece, weights.get(piece.weight.name)!, true);
    for (const { piece, slot, values } of slotsOf(optimizer, pieces))
      copy(this.block(piece), slot, piece, values, true);
    for (const key of new Set(pieces.map((piece) => piece.key))) this.blocks.get(key)!.steps++;
  }

  /** The piece's block, large enough for it. */
  private block(piece: Piece): Block {
    const { key, rows, columns, starts } = piece;
    const old = this.blocks.get(key);
    if (old && old.rows >= rows && old.columns >= columns) return old;
    const size = { rows: Math.max(rows, old?.rows ?? 0), columns: Math.max(columns, old?.columns ?? 0) };
    const values = new Map<string, Float32Array>();
    const block: Block = { key, matrices: starts.length, ...size, steps: old?.steps ?? 0, values };
    values.set('', this.drawn(piece.weight, block));
    for (const slot of old?.values.keys() ?? []) {
      if (slot !== '') values.set(slot, new Float32Array(block.matrices * size.rows * size.columns));
      const [from, to] = [old!.values.get(slot)!, values.get(slot)!];
      for (let m = 0; m < block.matrices; m++)
        for (let row = 0; row < old!.rows; row++) {
          const at = (m * old!.rows + row) * old!.columns;
          to.set(from.subarray(at, at + old!.columns), (m * size.rows + row) * size.columns);
        }
    }
    this.blocks.set(key, block);
    return block;
  }

  private drawn(weight: WeightSpec, { key, matrices, rows, columns }: Block): Float32Array {
    const values = new Float32Array(matrices * rows * columns);
    if (weight.initializer === 'ones') return values.fill(1);
    if (weight.initializer === 'zeros') return values;
    const limit = limitOf(weight);
    for (let m = 0; m < matrices; m++)
      for (let row = 0; row < rows; row++) {
        const rng = this.rng.split(key, m, row);
        const at = (m * rows + row) * columns;
        for (let c = 0; c < columns; c++) values[at + c] = (2 * rng.uniform() - 1) * limit;
      }
    return values;
  }
}

/** Two words, as executors count (see engine/simd/network.ts). */
const stepsAsState = (steps: number) => Float32Array.of(steps % 2 ** 24, Math.floor(steps / 2 ** 24));

/** The arrays of an optimizer's state by piece; they are named `<weight>:<slot>`. */
function* slotsOf(optimizer: Weights, pieces: readonly Piece[]) {
  const byWeight = new Map<string, Piece[]>();
  for (const piece of pieces) byWeight.set(piece.weight.name, [...(byWeight.get(piece.weight.name) ?? []), piece]);
  for (const [name, values] of optimizer) {
    const at = name.lastIndexOf(':');
    for (const piece of (at > 0 && byWeight.get(name.slice(0, at))) || [])
      yield { piece, slot: name.slice(at + 1), values };
  }
}

/** Between the leading part of a block and a network's array. */
function copy(block: Block, slot: string, piece: Piece, array: Float32Array, back: boolean): void {
  const { rows, columns, starts, stride } = piece;
  let shared = block.values.get(slot);
  if (!shared) block.values.set(slot, (shared = new Float32Array(block.matrices * block.rows * block.columns)));
  for (let m = 0; m < starts.length; m++)
    for (let row = 0; row < rows; row++) {
      const at = (m * block.rows + row) * block.columns;
      const to = starts[m] + row * stride;
      if (back) for (let c = 0; c < columns; c++) shared[at + c] = array[to + c];
      else for (let c = 0; c < columns; c++) array[to + c] = shared[at + c];
    }
}
