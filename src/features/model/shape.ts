// What goes into a model and must come out of it, judged from the description of the data alone, before any row is
// loaded. Category counts come from all rows while the pipeline fits on training rows, so a width may be off by the
// rare ones: then `exact` is false.
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import { termsOf } from '$core/lab/textFeatures';
import { kindOfData } from '$core/lab/tokenFeatures';
import { outputUnits } from '$core/model/resolve';
import type { InputSpec } from '$core/model/spec';
import type { ColumnInfo, ColumnType, DatasetInfo } from '$core/table/types';
import type { DataKind } from '$core/train/config';

export interface ModelShape {
  readonly inputs: readonly InputSpec[];
  readonly units: number;
  readonly exact: boolean;
  readonly image: boolean;
  readonly kind: DataKind;
  /** Rows for training by the shares of the split. */
  readonly trainingRows: number;
}

/** Whether only the prepared rows tell what goes into a model: how long texts are, and how many words they have. */
export const needsRows = (dataset: DatasetInfo, lab: Lab): boolean =>
  ['text', 'textTable'].includes(kindOfData(dataset.columns, lab));

/**
 * null while the data set is unknown or has no usable column. `measured`: the inputs of the prepared data, for those that
 * the description does not tell; null while they are unknown.
 */
export function shapeOf(
  dataset: DatasetInfo | null,
  lab: Lab,
  measured: readonly InputSpec[] | null = null,
): ModelShape | null {
  if (!dataset) return null;
  const typeOf = (column: ColumnInfo): ColumnType => typeIn(lab, column);
  const left = new Set([lab.roles.target, ...lab.roles.exclude]);
  const columns = dataset.columns.filter((column) => !left.has(column.name));
  const target = dataset.columns.find((column) => column.name === lab.roles.target);
  const units = outputUnits(lab.roles.task, Math.max(2, (target?.distinct ?? 2) - classesDropped(lab)));
  const { validation, test } = lab.split;
  const trainingRows = Math.max(1, Math.round(dataset.rows * (1 - validation - test)));
  const kind = kindOfData(dataset.columns, lab);
  const image = columns.find((column) => typeOf(column) === 'image' && column.imageShape);
  if (image?.imageShape) {
    const inputs: InputSpec[] = [{ id: 'features', shape: image.imageShape, dtype: 'float32' }];
    return { inputs, units, exact: true, image: true, kind, trainingRows };
  }
  if (needsRows(dataset, lab)) {
    if (!measured) return null;
    const beside = measured.some(({ id }) => id === 'features');
    return { inputs: measured, units, exact: true, image: false, kind: beside ? 'textTable' : 'text', trainingRows };
  }
  const categories = columns.filter((column) => isCategories(column, typeOf(column)));
  const numbers = columns.filter(
    (column) => ['numeric', 'date', 'boolean'].includes(typeOf(column)) && !categories.includes(column),
  );
  const texts = columns.filter((column) => ['text', 'id'].includes(typeOf(column)));
  const terms = texts.map(({ name }) => termsOf(lab, name)).filter((count) => count !== null);
  const limit = lab.features.maxCategories;
  const kept = (column: ColumnInfo) => Math.min(limit, column.distinct ?? limit);
  const others = (column: ColumnInfo) => Number((column.distinct ?? limit + 1) > limit);
  const onehot = lab.features.categorical === 'onehot';
  const width =
    numbers.length +
    terms.reduce((sum, count) => sum + count, 0) +
    (onehot
      ? categories.reduce((sum, column) => sum + kept(column) + others(column) + Number(column.missing > 0), 0)
      : 0);
  const inputs: InputSpec[] = [];
  const reduced = afterMatrix(width, lab);
  if (width > 0) inputs.push({ id: 'features', shape: [reduced.width], dtype: 'float32' });
  if (!onehot && categories.length > 0) {
    const vocabulary = categories.reduce((sum, column) => sum + 1 + kept(column) + others(column), 0);
    inputs.push({ id: 'codes', shape: [categories.length], dtype: 'int32', vocabulary });
  }
  const made = lab.features.derive?.some(isOn) ?? false;
  const exact = categories.length === 0 && terms.length === 0 && !made && reduced.known;
  return inputs.length > 0 ? { inputs, units, exact, image: false, kind, trainingRows } : null;
}

const isOn = ({ enabled }: { readonly enabled?: boolean }) => enabled !== false;

/** Classes that a rule for rows leaves out by name. */
const classesDropped = ({ rows = [], roles }: Lab): number =>
  new Set(rows.flatMap((rule) => (rule.drop === 'values' && rule.column === roles.target ? rule.values : []))).size;

/** Selections that keep what passes a threshold unless told otherwise. */
const byThreshold: ReadonlySet<string> = new Set(['variance', 'l1']);

/** The width that steps after the encoding leave, where they name it; `known`: whether they all do. */
function afterMatrix(width: number, lab: Lab): { width: number; known: boolean } {
  let known = true;
  for (const { type, options = {} } of (lab.features.matrix ?? []).filter(isOn)) {
    if (type === 'normalize') continue;
    const { components, keep = byThreshold.has(type) ? 'threshold' : 'best', choose = 'count' } = options;
    const named = typeof components === 'number' && keep === 'best' && choose === 'count';
    if (named) width = Math.min(width, components);
    // Discriminants are at most one fewer than the classes; other steps tell when the rows are read.
    if (!named || type === 'lda') known = false;
  }
  return { width, known };
}

/** The column of images that a model would see; null for tables. */
export function picturesOf(dataset: DatasetInfo | null, lab: Lab) {
  const left = new Set([lab.roles.target, ...lab.roles.exclude]);
  const image = dataset?.columns.find(
    (column) => !left.has(column.name) && typeIn(lab, column) === 'image' && column.imageShape,
  );
  return dataset && image?.imageShape ? { dataset, column: image.name, shape: image.imageShape } : null;
}

const yesNo = new Set(['true', 'false', 'yes', 'no', 'y', 'n', 't', 'f', '0', '1']);

function isCategories(column: ColumnInfo, type: ColumnType): boolean {
  if (type === 'categorical') return true;
  return type === 'boolean' && (column.top ?? []).some(({ value }) => !yesNo.has(value.toLowerCase()));
}
