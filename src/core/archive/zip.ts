// Zip files, written and read entry by entry. fflate does the work; the caps and the integrity list are ours.
import { TablabError } from '../errors/error';
import { sha256Hex } from '../table/identity';

/** All entries together, unpacked. */
export const maxArchiveBytes = 1024 * 1024 * 1024;
const maxEntries = 200_000;
/** What a zip time stamp can say; a clock may be set to anything. */
const earliest = Date.UTC(1980, 0, 2);
const latest = Date.UTC(2099, 11, 30);

export interface FileNote {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** Compresses bytes to a raw deflate stream (RFC 1951): the platform's own, which works beside the page. */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;

/** Writes entries one after the other and remembers the hash of each. */
export class ZipWriter {
  readonly files: FileNote[] = [];
  private readonly chunks: Uint8Array<ArrayBuffer>[] = [];
  private failure: Error | null = null;
  private readonly zip: import('fflate').Zip;

  private constructor(
    private readonly fflate: typeof import('fflate'),
    private readonly deflate: Deflate,
    /** Time stamp of the entries, milliseconds. */
    private readonly time: number,
  ) {
    this.zip = new fflate.Zip((error, chunk) => {
      if (error) this.failure = error;
      else this.chunks.push(chunk);
    });
  }

  static async create(deflate: Deflate, time: number): Promise<ZipWriter> {
    return new ZipWriter(await import('fflate'), deflate, time);
  }

  async add(path: string, bytes: Uint8Array): Promise<void> {
    this.files.push({ path, size: bytes.length, sha256: await sha256Hex(bytes) });
    const deflated = await this.deflate(bytes);
    // Not fflate's ZipDeflate: version 0.8.3 writes wrong distances for streams that begin with certain bytes.
    class Entry extends this.fflate.ZipPassThrough {
      override compression = 8;
      protected override process(_: Uint8Array, final: boolean) {
        this.ondata(null, deflated, final);
      }
    }
    const entry = new Entry(path);
    entry.mtime = Math.min(Math.max(this.time, earliest), latest);
    this.zip.add(entry);
    entry.push(bytes, true);
    if (this.failure) throw this.failure;
  }

  /** The whole file in pieces. */
  finish(): readonly Uint8Array<ArrayBuffer>[] {
    this.zip.end();
    if (this.failure) throw this.failure;
    return this.chunks;
  }
}

/** Reads single entries of a zip file in memory. */
export class ZipReader {
  private constructor(
    private readonly fflate: typeof import('fflate'),
    private readonly bytes: Uint8Array,
    private readonly sizes: ReadonlyMap<string, number>,
  ) {}

  /** Throws `archive-not-one` for other files and `archive-too-large` before anything is unpacked. */
  static async open(bytes: Uint8Array, name: string): Promise<ZipReader> {
    const fflate = await import('fflate');
    const sizes = new Map<string, number>();
    let twice = false;
    try {
      fflate.unzipSync(bytes, {
        filter: (entry) => {
          // Of two entries under one name both would be unpacked, while one size is known: a bomb.
          twice ||= sizes.has(entry.name);
          sizes.set(entry.name, entry.originalSize);
          return false;
        },
      });
    } catch (error) {
      throw new TablabError('archive-not-one', { name }, { cause: error });
    }
    if (twice) throw new TablabError('archive-damaged', { path: name, reason: 'it holds two entries of one name' });
    let total = 0;
    for (const size of sizes.values()) total += size;
    if (total > maxArchiveBytes || sizes.size > maxEntries) {
      throw new TablabError('archive-too-large', { size: `${Math.ceil(total / 1e6)} MB`, limit: '1 GB' });
    }
    return new ZipReader(fflate, bytes, sizes);
  }

  has(path: string): boolean {
    return this.sizes.has(path);
  }

  /** An entry's bytes; never more than it claimed to hold. Throws `archive-damaged`. */
  read(path: string): Uint8Array<ArrayBuffer> {
    const size = this.sizes.get(path);
    if (size === undefined) throw new TablabError('archive-damaged', { path, reason: 'it is missing' });
    try {
      const entry = this.fflate.unzipSync(this.bytes, { filter: ({ name }) => name === path })[path];
      if (entry.length === size) return entry;
    } catch (error) {
      throw new TablabError('archive-damaged', { path, reason: 'it cannot be unpacked' }, { cause: error });
    }
    throw new TablabError('archive-damaged', { path, reason: 'its length is wrong' });
  }
}
