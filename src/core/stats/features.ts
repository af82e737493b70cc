// Which columns a model would be given, before any preprocessing.
import type { Column, Roles } from '../table/types';

/** Not the target, not left out, not text, identifiers or images. */
export const featureColumns = (columns: readonly Column[], roles: Roles): Column[] =>
  columns.filter(
    ({ name, type }) =>
      name !== roles.target && !roles.exclude.includes(name) && type !== 'text' && type !== 'id' && type !== 'image',
  );
