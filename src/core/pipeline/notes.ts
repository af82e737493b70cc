// What preparation leaves out, in words. Notes are shown beside the features; they never stop a run.
import type { ImportNote } from '../table/types';

const texts = {
  'column-all-missing': (column: string) => `"${column}" is left out: it has no values in the training rows.`,
  'column-not-used': (column: string) =>
    `"${column}" is left out: text and identifiers are features only with an encoding of their own.`,
  'column-no-terms': (column: string) => `"${column}" is left out: no term is in enough of the training rows.`,
  'image-only': (column: string) => `"${column}" is left out: a model of images takes the images alone.`,
} as const;

export type NoteCode = keyof typeof texts;

export const fillNote = (code: NoteCode, column: string): ImportNote => ({ code, message: texts[code](column) });

export const targetMissingNote = (target: string, count: number): ImportNote => ({
  code: 'target-missing',
  message: `${count} ${count === 1 ? 'row is' : 'rows are'} left out: "${target}" is missing there.`,
  count,
});
