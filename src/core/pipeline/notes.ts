// What preparation leaves out, in words. Notes are shown beside the features; they never stop a run.
import { grouped, number } from '../format';
import type { ImportNote } from '../table/types';
import type { Outside } from './outside';

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
  message: `${grouped(count)} ${count === 1 ? 'row is' : 'rows are'} left out: "${target}" is missing there.`,
  count,
});

/** Values of rows that nothing is fitted on, where the training rows had none such. Shown beside the run too. */
export const outsideNote = ({ column, step, needs, example, rows }: Outside, part: string): ImportNote => ({
  code: outsideCode,
  message:
    `"${step}" of "${column}" takes ${needs} only: ${grouped(rows)} ${part} ${rows === 1 ? 'row holds' : 'rows hold'} ` +
    `another, such as ${number(example)}. ${rows === 1 ? 'It counts' : 'They count'} as missing there.`,
  count: rows,
});
export const outsideCode = 'step-outside';
