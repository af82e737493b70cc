// From a lab's data reference to its table. Reading of files is handed in, so that this runs in workers and in Node.
import * as v from 'valibot';
import { TablabError } from '$core/errors/error';
import { expectation, fieldsSchema, type Scalar, type Values } from '$core/fields/field';
import type { DataRef } from '$core/lab/document';
import { columnSha256, tableSha256 } from '$core/table/identity';
import type { Table } from '$core/table/types';
import type { GeneratedCard } from './dataset';
import { unpack } from './format';
import { datasetCard, generators } from './registry';

/** Bytes of the packed file of a bundled data set: `fetchAsset` in a worker, a file read in Node. */
export type ReadAsset = (id: string) => Promise<Uint8Array>;

/** The card of a bundled or generated reference. Throws `dataset-unknown`. */
function cardOf(ref: DataRef & { id: string }) {
  const card = datasetCard(ref.id);
  if (card?.kind !== ref.kind) throw new TablabError('dataset-unknown', { name: ref.id });
  return card;
}

/** Options of a generator completed with their defaults. Throws `field-invalid`. */
export function checkOptions(card: GeneratedCard, options: Readonly<Record<string, unknown>>): Record<string, Scalar> {
  const result = v.safeParse(fieldsSchema(card.fields), options);
  if (result.success) return result.output as Values<typeof card.fields>;
  const key = String(result.issues[0].path?.[0]?.key ?? '');
  const field = card.fields[key];
  throw new TablabError('field-invalid', {
    field: `${key} of ${card.label}`,
    value: JSON.stringify(options[key]) ?? 'missing',
    expected: field ? expectation(field) : 'left out (there is no such option)',
  });
}

/** The table that a bundled or generated reference names. Imported data lies in the store, not here. */
export async function loadDataset(ref: Exclude<DataRef, { kind: 'imported' }>, read: ReadAsset): Promise<Table> {
  const card = cardOf(ref);
  if (ref.kind === 'generated' && card.kind === 'generated') {
    const generate = await generators[card.id]();
    return generate(checkOptions(card, ref.options), ref.seed);
  }
  const { unzlibSync } = await import('fflate');
  return unpack(unzlibSync(await read(card.id)));
}

/** The identity of a table: what a link names and a card pins. */
export async function identityOf({ rows, columns }: Table): Promise<string> {
  const hashed = columns.map(async ({ name, type, data }) => ({ name, type, sha256: await columnSha256(data) }));
  return tableSha256(rows, await Promise.all(hashed));
}
