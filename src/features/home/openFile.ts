// A file that a person opens: a .tablab archive, or a lab as JSON.
import { workbench } from '$features/lab';
import { openStore } from '$store/open';

export interface OpenedFile {
  /** Ids of the labs that are stored now. */
  readonly labs: readonly string[];
  /** Data that they name and that is not on this device. */
  readonly missing: readonly { readonly name: string }[];
}

/** Stores what the file holds. Throws coded errors of the archive or the lab format. */
export async function openLabFile(file: File): Promise<OpenedFile> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  // Every zip begins with "PK".
  if (head[0] === 0x50 && head[1] === 0x4b) {
    const [{ importArchive }, store] = await Promise.all([import('$store/archive'), openStore()]);
    const { labs, missing } = await importArchive(store, file);
    return { labs: labs.map(({ id }) => id), missing };
  }
  const { labFromText } = await import('$core/lab/codec');
  return { labs: [await workbench.create(labFromText(await file.text()))], missing: [] };
}
