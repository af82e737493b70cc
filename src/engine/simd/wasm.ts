// Gets the compiled kernels and instantiates them over a memory. The same file runs in pages, workers and Node.
import { TablabError } from '$core/errors/error';
import type { Memory } from './memory';

/** What kernels/assembly/program.ts exports, and the kernels by name. */
export interface KernelExports {
  readonly table: WebAssembly.Table;
  readonly train: (job: number, limit: number) => number;
  readonly predict: (job: number, limit: number, withLoss: number) => number;
  readonly execute: (from: number, to: number) => void;
  readonly gather: (job: number, step: number) => number;
  readonly [kernel: string]: unknown;
}

export interface Kernels {
  readonly exports: KernelExports;
  /** Place in the function table of a kernel that instructions name. */
  indexOf(kernel: string): number;
}

interface NodeProcess {
  getBuiltinModule(name: 'node:fs'): { readFileSync(url: URL): Uint8Array<ArrayBuffer> };
}

/** A compiled module of this folder. */
export const wasmModule = async (url: URL): Promise<WebAssembly.Module> => WebAssembly.compile(await bytesOf(url));

async function bytesOf(url: URL): Promise<BufferSource> {
  if (url.protocol === 'file:') {
    const { process } = globalThis as unknown as { process: NodeProcess };
    return process.getBuiltinModule('node:fs').readFileSync(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the kernels once for all executors of this thread. Throws `backend-unavailable`. */
export async function loadKernels(memory: Memory): Promise<Kernels> {
  let instance: WebAssembly.Instance;
  try {
    compiled ??= wasmModule(new URL('./kernels.wasm', import.meta.url));
    instance = await WebAssembly.instantiate(await compiled, { env: { memory: memory.wasm } });
  } catch (cause) {
    compiled = undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TablabError('backend-unavailable', { backend: 'SIMD', reason }, { cause });
  }
  const exports = instance.exports as unknown as KernelExports;
  const places = new Map<string, number>();
  return {
    exports,
    indexOf(kernel) {
      const known = places.get(kernel);
      if (known !== undefined) return known;
      const code = exports[kernel];
      if (typeof code !== 'function') throw new Error(`No kernel is named ${kernel}.`);
      const place = exports.table.grow(1, code);
      places.set(kernel, place);
      return place;
    },
  };
}
