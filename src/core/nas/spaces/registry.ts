// All spaces of architectures. One line each.
import * as v from 'valibot';
import { TablabError } from '../../errors/error';
import { expectation, fieldsSchema, type Scalar, type Values } from '../../fields/field';
import type { ArchSpaceDef } from '../space';
import { cell201 } from './cell201';
import { image } from './image';
import { nasnet } from './nasnet';
import { sequence } from './sequence';
import { table } from './table';

export const archSpaceDefs: readonly ArchSpaceDef[] = [table, image, sequence, cell201, nasnet];

const byType = new Map(archSpaceDefs.map((def) => [def.type, def]));

/** Throws `nas-space-unknown`. */
export function archSpaceDef(type: string): ArchSpaceDef {
  const def = byType.get(type);
  if (!def) throw new TablabError('nas-space-unknown', { space: type });
  return def;
}

/** A space's options, checked and completed. Throws `field-invalid`. */
export function archSpaceOptions(
  def: ArchSpaceDef,
  given: Readonly<Record<string, Scalar>>,
): Values<ArchSpaceDef['fields']> {
  const result = v.safeParse(fieldsSchema(def.fields), given);
  if (result.success) return result.output;
  const key = String(result.issues[0].path?.[0]?.key ?? '');
  const field = def.fields[key];
  throw new TablabError('field-invalid', {
    field: `${key} of the space "${def.label}"`,
    value: JSON.stringify(given[key]) ?? 'missing',
    expected: field ? expectation(field) : 'left out (there is no such option)',
  });
}
