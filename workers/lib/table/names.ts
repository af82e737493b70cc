// What files that belong together are called.
import { baseName } from '$core/table/readers/reader';
import type { ByteSource } from '$core/table/source';

/** The file's name, or the folder that the files came from. */
export function nameOf(sources: readonly ByteSource[]): string {
  const [first] = sources;
  if (!first) return '';
  const folder = first.name.includes('/') ? first.name.split('/')[0] : '';
  if (sources.length === 1) return baseName(first.name);
  return folder || `${first.name} and ${sources.length - 1} more`;
}
