// What this device can train on, asked once per visit, and only when somebody wants to know or has run something.
import { plainError, type PlainError } from '$core/errors/error';
import type { BackendReport } from '$workers/trainer.api';
import { studyClient } from '../clients';

const names: Readonly<Record<string, string>> = {
  simd: 'SIMD',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};
export const backendName = (backend: string): string => names[backend] ?? backend;

const own: Readonly<Record<string, string>> = {
  simd: 'Compiled kernels on the processor; the same bits on every machine',
  wasm: 'TensorFlow.js kernels in WebAssembly, on the processor',
  cpu: 'TensorFlow.js in plain JavaScript, on the processor',
};

/** What a backend is on this device, or why it is not there. */
export function backendText({ backend, available, description, reason }: BackendReport): string {
  if (!available) return reason ?? 'Not available in this browser';
  const device = description.replace(new RegExp(`^${backendName(backend)}( - )?`), '');
  return own[backend] ?? (device || 'Available');
}

class Compute {
  reports = $state.raw<readonly BackendReport[] | null>(null);
  error = $state.raw<PlainError | null>(null);
  probing = $state(false);

  /** Cores that trainers may use: one is left to the page when there are more than two. */
  readonly workers = Math.max(1, navigator.hardwareConcurrency > 2 ? navigator.hardwareConcurrency - 1 : 2);

  async probe(): Promise<void> {
    if (this.reports || this.probing) return;
    this.probing = true;
    this.error = null;
    try {
      this.reports = await (await studyClient()).probe();
    } catch (error) {
      this.error = plainError(error);
    }
    this.probing = false;
  }
}

export const compute = new Compute();
