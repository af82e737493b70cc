// Every encoder that gives a category numbers from a table: one file each, one line here. One-hot columns, codes for an
// embedding, hashing and texts have kinds of their own in the fitted pipeline (fitted.ts).
import { bool, int, type Fields } from '../../fields/field';
import { count } from './count';
import type { EncoderDef } from './encoder';
import { ordinal } from './ordinal';
import { textEncoders } from '../text/encoders';
import { target } from './target';

export const encoders: readonly EncoderDef[] = [ordinal, count, target];

/** All that a category or a text can become, for forms and checks. `text`: by its words. */
export const encoderChoices: readonly (Pick<EncoderDef, 'type' | 'label' | 'help' | 'fields' | 'ordered'> & {
  readonly text?: true;
})[] = [
  { type: 'onehot', label: 'One-hot', help: 'One column per category.', fields: {} },
  { type: 'codes', label: 'Codes', help: 'For an embedding layer.', fields: {} },
  ...encoders,
  {
    type: 'hashing',
    label: 'Hashing',
    help: 'A fixed number of columns, whatever categories come; several may share one.',
    fields: {
      size: int('Columns', 16, 2, 1024, { log: true }),
      signed: bool('Alternate sign', true, { help: 'Half of the categories count as -1, so that meetings cancel.' }),
    } satisfies Fields,
  },
  ...textEncoders,
];
