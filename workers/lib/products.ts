// Quick products of matrices for a worker that prepares data: loaded when first wanted, since most labs have no step that
// multiplies. The numbers are the same without them.
import type { FeaturesConfig } from '$core/lab/document';
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
