// An imported study on disk: a journal and a summary like any other run's. Loaded when a person imports one.
import { importedRun, type ImportWishes } from '$core/run/importStudy/asRun';
import type { ImportedStudy } from '$core/run/importStudy/study';
import type { RunInfo } from '$core/run/types';
import { Journal } from '$store/journal';
import type { Store } from '$store/schema';

type Wishes = Omit<ImportWishes, 'id' | 'at' | 'datasetSha256'> & {
  /** The lab's data, which the study is not of; null: there is none. */
  readonly dataset: string | null;
};

export async function keepImported(
  store: Store,
  study: ImportedStudy,
  { dataset, ...wishes }: Wishes,
): Promise<RunInfo> {
  const where = { datasetSha256: dataset ?? '0'.repeat(64), id: crypto.randomUUID(), at: Date.now() };
  const { events, info } = await importedRun(study, { ...wishes, ...where });
  // Ten thousand trials are much for one task: the page may answer in between.
  await new Promise((resolve) => setTimeout(resolve));
  await (await Journal.open(store, info.id)).append(events, info);
  return info;
}
