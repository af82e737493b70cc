// A WebGPU program in the form that tfjs's backend runs: one number of the output for each call of `main`. Loaded with
// the backend.
import { webgpu_util as util, type WebGPUBackend, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

export interface ProgramText {
  /** Unlike those of all other programs: tfjs keeps compiled ones by it. */
  readonly key: string;
  readonly outputShape: readonly number[];
  /** Names of the inputs, in order. `get<Name>ByOutputIndex(index)` and `get<Name>(...coordinates)` read them. */
  readonly inputs: readonly string[];
  /** Numbers, as `uniforms.<name>`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Functions besides `main`. */
  readonly functions?: string;
  /** What runs for output number `index`; ends in `setOutputAtIndex(index, ...)`. */
  readonly body: string;
}

/** Runs a program over inputs of float32; a float32 output. */
export function runProgram(backend: WebGPUBackend, text: ProgramText, inputs: TensorInfo[]): TensorInfo {
  const numbers = Object.entries(text.numbers ?? {});
  const outputShape = [...text.outputShape];
  const dispatchLayout = util.flatDispatchLayout(outputShape);
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const program: WebGPUProgram = {
    variableNames: [...text.inputs],
    uniforms: numbers.map(([name]) => `${name} : f32,`).join(' '),
    outputShape,
    workgroupSize,
    dispatchLayout,
    dispatch: util.computeDispatch(dispatchLayout, outputShape, workgroupSize),
    size: true,
    shaderKey: text.key,
    getUserCode: () => `
      ${text.functions ?? ''}
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${text.body}
        }
      }`,
  };
  const uniforms = numbers.map(([, value]) => ({ type: 'float32', data: [value] }));
  return backend.runWebGPUProgram(program, inputs, 'float32', uniforms);
}

/** A kernel of ours on WebGPU, typed; tfjs has one loose type for the functions of all kernels. */
export const webgpuKernel = <I extends string, A>(
  kernelName: string,
  run: (inputs: Readonly<Record<I, TensorInfo>>, attrs: A, backend: WebGPUBackend) => TensorInfo | TensorInfo[],
): KernelConfig => ({
  kernelName,
  backendName: 'webgpu',
  kernelFunc: (({ inputs, attrs, backend }) =>
    run(inputs as Record<I, TensorInfo>, attrs as A, backend as WebGPUBackend)) as KernelFunc,
});
