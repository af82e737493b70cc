// Threads that share the large products of one worker (kernels/assembly/crew.ts): the worker leads and
// works along; helpers are workers of their own that only take tasks. They need memory that threads share, which a page
// has when it is cross-origin isolated. Whether there are helpers, and how many, changes no bit of a result.
import type { HelperStart } from './helper';
import { scratchBytes } from './packing';
import { wasmModule } from './wasm';

/** Starts a thread that calls `helpOut` with what it is sent first. */
export type SpawnHelper = (start: HelperStart) => void;

/** a, b, c: addresses of panels and of the product; m, n: panels; k: terms; strip: panels of A in a task. */
type Publish = (
  a: number,
  b: number,
  c: number,
  m: number,
  n: number,
  k: number,
  symmetric: number,
  strip: number,
) => void;

interface Exports {
  ready(): number;
  publish: Publish;
  finish(scratch: number): void;
}

const pageBytes = 65_536;
/** As kernels/build.mjs says. */
const mostPages = 4096;
/** More helpers would wait for the leader to pack. */
const mostHelpers = 3;
/** Scratches of all threads come first, after the control block. */
const scratchAt = pageBytes;
const heapAt = scratchAt + (mostHelpers + 1) * scratchBytes;

export class Crew {
  private view: Float64Array;
  /** Hands out a product. The one before must be finished. */
  readonly publish: Publish;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly exports: Exports,
  ) {
    this.view = new Float64Array(memory.buffer);
    this.publish = exports.publish;
  }

  /** Helpers that are there; 0 while they start. */
  ready(): number {
    return this.exports.ready();
  }

  /**
   * Addresses of blocks of so many bytes, one after the other; what they held before is overwritten, so one matter at a
   * time. null where the memory does not suffice.
   */
  layOut(...bytes: readonly number[]): number[] | null {
    const places: number[] = [];
    let end = heapAt;
    for (const size of bytes) {
      places.push(end);
      end += Math.ceil(size / 64) * 64;
    }
    const pages = Math.ceil(end / pageBytes);
    if (pages > mostPages) return null;
    const missing = pages - this.view.byteLength / pageBytes;
    if (missing <= 0) return places;
    try {
      this.memory.grow(missing);
    } catch {
      return null;
    }
    this.view = new Float64Array(this.memory.buffer);
    return places;
  }

  /** The whole memory; take it anew after `layOut`. */
  get f64(): Float64Array {
    return this.view;
  }

  /** Works along until the product is done. */
  finish(): void {
    this.exports.finish(scratchAt);
  }
}

/** null where threads cannot share memory. Helpers join when they have started; none is waited for. */
export async function assembleCrew(spawn: SpawnHelper, helpers: number): Promise<Crew | null> {
  try {
    // A file of its own however small: a page may forbid itself to fetch data: URLs.
    const module = await wasmModule(new URL('./crew.wasm?no-inline', import.meta.url));
    const memory = new WebAssembly.Memory({ initial: heapAt / pageBytes + 1, maximum: mostPages, shared: true });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    for (let i = 1; i <= Math.min(helpers, mostHelpers); i++)
      spawn({ module, memory, scratch: scratchAt + i * scratchBytes });
    return new Crew(memory, exports as unknown as Exports);
  } catch {
    return null;
  }
}
