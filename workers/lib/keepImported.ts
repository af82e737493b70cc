// An imported study on disk: a journal and a summary like any other run's.
import { importedRun, type ImportWishes } from '$core/run/importStudy/asRun';
import type { ImportedStudy } from '$core/run/importStudy/study';
import type { RunInfo } from '$core/run/types';
import { Journal } from '$store/journal';
import { openStore } from '$store/open';

export type KeepWishes = Omit<ImportWishes, 'id' | 'at' | 'datasetSha256'> & {
  /** The lab's data, which the study is not of; null: there is none. */
  readonly dataset: string | null;
};

/** All of it is stored, or nothing. Rejects with `import-study`, or with what the storage says. */
export async function keepImported(study: ImportedStudy, { dataset, ...wishes }: KeepWishes): Promise<RunInfo> {
  const where = { datasetSha256: dataset ?? '0'.repeat(64), id: crypto.randomUUID(), at: Date.now() };
  const { events, info } = await importedRun(study, { ...wishes, ...where });
  await (await Journal.open(await openStore(), info.id)).append(events, info);
  return info;
}
