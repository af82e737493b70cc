// Quick arithmetic for a worker: products of matrices where data is prepared, and the Gaussian process where a study asks it.
// Loaded when first wanted, since most labs need neither. The numbers are the same without.
import type { FeaturesConfig, Lab } from '$core/lab/document';
import type { SpawnHelper } from '$engine/simd/crew';

/** A thread that shares large products; it ends with this worker. */
const spawnHelper: SpawnHelper = (start) => {
  const worker = new Worker(new URL('../helper.worker.ts', import.meta.url), { type: 'module', name: 'helper' });
  worker.postMessage(start);
};

/** For the features of a lab; left out: in any case. Never rejects. */
export async function quickProducts(features?: FeaturesConfig): Promise<void> {
  if (features && !features.matrix?.length) return;
  const { installProducts } = await import('$engine/simd/products');
  // Threads share memory only where the page is cross-origin isolated.
  const helpers = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency - 1 : 0;
  await installProducts(spawnHelper, helpers);
}

/** Samplers that may ask a Gaussian process. */
const asking: readonly string[] = ['gp', 'auto'];

/** For the searches of a lab. Never rejects. */
export async function quickAsks({ steps }: Lab): Promise<void> {
  if (!steps.some((step) => step.type === 'tune' && asking.includes(step.config.sampler.type))) return;
  await quickNumerics();
}

/** For a Gaussian process. Never rejects. */
export async function quickNumerics(): Promise<void> {
  const { installNumerics } = await import('$engine/simd/numerics');
  await installNumerics();
}
