// Reading in tests: text and bytes through the same door as files.
import { TablabError } from '$core/errors/error';
import { importSources, type Described, type ImportChoices } from '$core/table/import';
import type { ReadContext } from '$core/table/readers/reader';
import { memorySource, type ByteSource } from '$core/table/source';
import type { Column } from '$core/table/types';

export const quiet: ReadContext = { progress: () => {}, pause: () => Promise.resolve() };

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function readBytes(
  bytes: Uint8Array,
  name = 'table.csv',
  choices: ImportChoices = {},
  context = quiet,
): Promise<Described> {
  return importSources([memorySource(name, bytes)], choices, context);
}

export const readText = (text: string, name?: string, choices?: ImportChoices): Promise<Described> =>
  readBytes(bytesOf(text), name, choices);

/** A source that hands out its bytes in pieces of a given size and cannot jump: a stream. */
export function streamed(name: string, bytes: Uint8Array, piece: number): ByteSource {
  return {
    name,
    size: null,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

export function columnOf({ table }: Described, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (!column) throw new Error(`no column ${name} among ${table.columns.map((one) => one.name).join(', ')}`);
  return column;
}

/** Values as numbers, strings or null. */
export function valuesOf(read: Described, name: string): (number | string | null)[] {
  const { data } = columnOf(read, name);
  if (data.kind === 'number') return Array.from(data.values, (value) => (Number.isNaN(value) ? null : value));
  if (data.kind === 'dict') return Array.from(data.codes, (code) => (code < 0 ? null : data.dictionary[code]));
  throw new Error(`${name} holds images`);
}

export const typesOf = ({ columns }: Described) => Object.fromEntries(columns.map(({ name, type }) => [name, type]));
export const noteCodes = ({ notes }: Described) => notes.map(({ code }) => code);

/** The code of the error that a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TablabError) return error.code;
    throw error;
  }
  throw new Error('nothing was thrown');
}
