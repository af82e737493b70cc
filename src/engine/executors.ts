// All executors, and which one runs when. Each is loaded when first opened. One line per executor.
import { plainError, TablabError } from '$core/errors/error';
import type { ExecutorChoice } from '$core/lab/document';
import type { BackendReport } from '$core/run/trial';
import type { BackendName, Executor } from './executor';

type Open = () => Promise<Executor>;

const tfjs =
  (backend: Exclude<BackendName, 'simd'>): Open =>
  async () =>
    (await import('./tfjs/executor')).createTfjsExecutor(backend);

export const executorEntries: Readonly<Record<BackendName, Open>> = {
  simd: async () => (await import('./simd')).createSimdExecutor(),
  webgpu: tfjs('webgpu'),
  webgl: tfjs('webgl'),
  wasm: tfjs('wasm'),
  cpu: tfjs('cpu'),
};

export const backendNames = Object.keys(executorEntries) as BackendName[];

/** What is tried, in order, when the choice cannot run or its device is lost. */
export const fallbacks: Readonly<Record<ExecutorChoice, readonly BackendName[]>> = {
  auto: ['simd', 'webgpu', 'webgl', 'wasm', 'cpu'],
  simd: ['simd', 'wasm', 'cpu'],
  webgpu: ['webgpu', 'webgl', 'wasm', 'cpu'],
  webgl: ['webgl', 'wasm', 'cpu'],
  wasm: ['wasm', 'cpu'],
  cpu: ['cpu'],
};

export interface Created {
  readonly executor: Executor;
  /** What was passed over and why, for the run's notes. */
  readonly notes: readonly string[];
}

/**
 * The first executor of the choice's chain that opens. Throws `backend-unavailable` when none does.
 * without: backends that have failed already.
 */
export async function createExecutor(
  choice: ExecutorChoice,
  without: ReadonlySet<BackendName> = new Set(),
  entries = executorEntries,
): Promise<Created> {
  const notes: string[] = [];
  let last: TablabError | undefined;
  for (const backend of fallbacks[choice].filter((name) => !without.has(name))) {
    try {
      return { executor: await entries[backend](), notes };
    } catch (error) {
      last = asUnavailable(backend, error);
      notes.push(last.message);
    }
  }
  throw last ?? new TablabError('backend-unavailable', { backend: choice, reason: 'every engine has failed' });
}

/** Tries to open every executor and says which run here. */
export async function probeExecutors(entries = executorEntries): Promise<BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const backend of backendNames) {
    try {
      const executor = await entries[backend]();
      reports.push({ backend, available: true, description: executor.description });
      executor.dispose();
    } catch (error) {
      const { details } = asUnavailable(backend, error);
      reports.push({ backend, available: false, description: '', reason: String(details.reason) });
    }
  }
  return reports;
}

function asUnavailable(backend: BackendName, error: unknown): TablabError {
  if (error instanceof TablabError && error.code === 'backend-unavailable') return error;
  return new TablabError('backend-unavailable', { backend, reason: plainError(error).message }, { cause: error });
}
