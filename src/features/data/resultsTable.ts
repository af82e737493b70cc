// Whether a data set reads like what a search came to: architectures or settings, and how good each was. Such a table can
// be searched as it stands, which a person who drops it here may not know.
import type { ColumnInfo } from '$core/table/types';

const architecture = /arch|genotype|^cell|cell_?str|network|adjacency|operations?$|^ops?_?\d|^config/i;
const setting =
  /learning.?rate|(?:^|[^a-z])lr(?:$|[^a-z])|num.?layers|n_layers|hidden|batch.?size|drop.?out|optimi[sz]er|kernel.?size/i;
const outcome =
  /acc(?:uracy)?(?:$|[^a-z])|val(?:id\w*)?[ _.-]?(?:loss|err|score)|test[ _.-]?(?:loss|err)|(?:^|[^a-z])(?:auc|f1)(?:$|[^a-z])/i;

/** By the names of its columns: an architecture or two settings, and a number that says how good it was. */
export function isTableOfResults(columns: readonly Pick<ColumnInfo, 'name' | 'type'>[]): boolean {
  const results = columns.filter(({ name, type }) => type === 'numeric' && outcome.test(name));
  const others = columns.filter((column) => !results.includes(column));
  const named = (pattern: RegExp) => others.filter(({ name }) => pattern.test(name)).length;
  return results.length > 0 && (named(architecture) > 0 || named(setting) > 1);
}
