// Quick products of matrices for a worker that prepares data: loaded when first wanted, since most labs have no step that
// multiplies. The numbers are the same without them.
import type { FeaturesConfig } from '$core/lab/document';

/** For the features of a lab; left out: in any case. Never rejects. */
export async function quickProducts(features?: FeaturesConfig): Promise<void> {
  if (features && !features.matrix?.length) return;
  const { installProducts } = await import('$engine/simd/products');
  await installProducts();
}
