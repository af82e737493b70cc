// The page's workers, made on first use and shared by all labs: one study worker, one table worker.
import type { ReadingClient } from '$bridge/readingClient';
import type { StudyClient } from '$bridge/studyClient';
import type { TableClient } from '$bridge/tableClient';

let study: Promise<StudyClient> | undefined;
let table: Promise<TableClient> | undefined;

/** The one study client. Loading it starts no worker; its first call does. */
export const studyClient = (): Promise<StudyClient> =>
  (study ??= import('$bridge/studyClient').then((module) => module.createStudyClient()));

/** The one table client. */
export const tableClient = (): Promise<TableClient> =>
  (table ??= import('$bridge/tableClient').then((module) => module.createTableClient()));

let reading: Promise<ReadingClient> | undefined;
/** Sums over a study, away from the page. */
export const readingClient = (): Promise<ReadingClient> =>
  (reading ??= import('$bridge/readingClient').then((module) => module.createReadingClient()));
