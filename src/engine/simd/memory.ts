// The linear memory that data and models of one executor share: first-fit allocation, growth on demand, and views.
// Addresses stay below 2 GiB, so that no sum of an address and a size inside a block leaves 31 bits.
import { TablabError } from '$core/errors/error';

const pageBytes = 65_536;
/** Everything below is left to the kernels' own constants; address 0 means "no buffer". */
const reservedBytes = 65_536;
const alignBytes = 64;

/** What the arena can grow to. */
export const memoryLimitBytes = 2 ** 31 - pageBytes;

export const megabytes = (bytes: number) =>
  bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;

interface Block {
  start: number;
  size: number;
}

export class Memory {
  readonly wasm: WebAssembly.Memory;
  private readonly free: Block[] = [];
  private readonly used = new Map<number, number>();
  private end = reservedBytes;
  private float32 = new Float32Array(0);
  private float64 = new Float64Array(0);
  private uint32 = new Uint32Array(0);

  constructor() {
    this.wasm = new WebAssembly.Memory({ initial: reservedBytes / pageBytes });
  }

  /** Views of the whole memory; take them anew after anything that may allocate. */
  get f32(): Float32Array<ArrayBuffer> {
    return this.fresh().float32;
  }
  get f64(): Float64Array<ArrayBuffer> {
    return this.fresh().float64;
  }
  get u32(): Uint32Array<ArrayBuffer> {
    return this.fresh().uint32;
  }

  /** Bytes handed out and not released. */
  get inUse(): number {
    return [...this.used.values()].reduce((sum, size) => sum + size, 0);
  }

  /** Throws `model-too-large` if `bytes` more can never fit; called before anything is built. */
  demand(bytes: number): void {
    const left = memoryLimitBytes - reservedBytes - this.inUse;
    if (bytes > left) throw new TablabError('model-too-large', { needed: megabytes(bytes), limit: megabytes(left) });
  }

  /** Address of `bytes` zeroed bytes. Throws `model-too-large`. */
  allocate(bytes: number): number {
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError(`cannot allocate ${bytes} bytes`);
    const size = Math.max(alignBytes, Math.ceil(bytes / alignBytes) * alignBytes);
    this.demand(size);
    const start = this.reuse(size) ?? this.extend(size);
    this.used.set(start, size);
    this.u32.fill(0, start / 4, (start + size) / 4);
    return start;
  }

  release(start: number): void {
    const size = this.used.get(start);
    if (size === undefined) return;
    this.used.delete(start);
    this.free.push({ start, size });
    this.free.sort((a, b) => a.start - b.start);
    for (let i = this.free.length - 1; i > 0; i--) {
      const [left, right] = [this.free[i - 1], this.free[i]];
      if (left.start + left.size !== right.start) continue;
      left.size += right.size;
      this.free.splice(i, 1);
    }
  }

  private reuse(size: number): number | undefined {
    const at = this.free.findIndex((block) => block.size >= size);
    if (at < 0) return undefined;
    const block = this.free[at];
    const { start } = block;
    block.start += size;
    block.size -= size;
    if (block.size === 0) this.free.splice(at, 1);
    return start;
  }

  private extend(size: number): number {
    // A free block at the end is part of what is needed.
    const last = this.free[this.free.length - 1];
    const start = last && last.start + last.size === this.end ? last.start : this.end;
    const end = start + size;
    const missing = end - this.wasm.buffer.byteLength;
    if (end > memoryLimitBytes) this.refuse(size);
    if (missing > 0) {
      try {
        this.wasm.grow(Math.ceil(missing / pageBytes));
      } catch (cause) {
        // The browser would not give the memory, although the limit allows it.
        throw this.tooLarge(size, cause);
      }
    }
    if (start !== this.end) this.free.pop();
    this.end = end;
    return start;
  }

  private refuse(size: number): never {
    throw this.tooLarge(size);
  }

  private tooLarge(size: number, cause?: unknown) {
    const limit = megabytes(cause ? this.wasm.buffer.byteLength : memoryLimitBytes);
    return new TablabError('model-too-large', { needed: megabytes(size), limit }, { cause });
  }

  /** Growing memory detaches views. */
  private fresh(): this {
    if (this.float32.buffer !== this.wasm.buffer) {
      this.float32 = new Float32Array(this.wasm.buffer);
      this.float64 = new Float64Array(this.wasm.buffer);
      this.uint32 = new Uint32Array(this.wasm.buffer);
    }
    return this;
  }
}
