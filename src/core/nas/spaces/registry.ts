// All spaces of architectures. One line each.
import { TablabError } from '../../errors/error';
import { complete } from '../../fields/complete';
import type { Scalar, Values } from '../../fields/field';
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
  return complete(def.fields, given, `of the space "${def.label}"`);
}
