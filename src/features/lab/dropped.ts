// Files out of a drop or a folder picker, with their paths: browsers hand out folders as trees to be walked.

export interface Picked {
  readonly files: readonly File[];
  /** `folder/sub/name` where it came from a folder, else the name. */
  readonly paths: readonly string[];
}

const mostFiles = 100_000;

export function fromFiles(files: Iterable<File>): Picked {
  const list = [...files];
  return { files: list, paths: list.map((file) => file.webkitRelativePath || file.name) };
}

/** Everything in a drop. The entries must be taken at once: the transfer is emptied when the event is over. */
export async function fromTransfer(transfer: DataTransfer): Promise<Picked> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry ? [entry] : [];
  });
  if (!entries.some((entry) => entry.isDirectory)) return fromFiles(transfer.files);
  const files: File[] = [];
  const paths: string[] = [];
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry && files.length < mostFiles; entry = waiting.pop()) {
    if (entry.isDirectory) waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
    else {
      files.push(await fileOf(entry as FileSystemFileEntry));
      paths.push(entry.fullPath.replace(/^\//, ''));
    }
  }
  return { files, paths };
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // One call gives at most 100 entries; an empty answer is the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
