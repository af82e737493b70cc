// Calls single kernels: puts arrays into linear memory, writes the operand words, reads results back.
import { Memory } from '$engine/simd/memory';
import { loadKernels, type Kernels } from '$engine/simd/wasm';

export interface Bench {
  readonly memory: Memory;
  readonly kernels: Kernels;
  /** Address of a copy of the values. */
  put(values: Float32Array | Int32Array): number;
  /** Address of `count` zeroed elements. */
  room(count: number): number;
  read(at: number, count: number): Float32Array;
  /** Calls a kernel; operands are addresses and whole numbers. */
  call(kernel: string, ...operands: number[]): void;
}

export async function bench(): Promise<Bench> {
  const memory = new Memory();
  const kernels = await loadKernels(memory);
  const args = memory.allocate(256);
  return {
    memory,
    kernels,
    put(values) {
      const at = memory.allocate(4 * values.length);
      if (values instanceof Float32Array) memory.f32.set(values, at / 4);
      else memory.u32.set(values, at / 4);
      return at;
    },
    room: (count) => memory.allocate(4 * count),
    read: (at, count) => memory.f32.slice(at / 4, at / 4 + count),
    call(kernel, ...operands) {
      memory.u32.set(operands, args / 4);
      (kernels.exports[kernel] as (args: number) => void)(args);
    },
  };
}
