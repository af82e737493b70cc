// The data behind a decision surface: rows of a table with exactly two numeric features, in the features' own units,
// with the split that training sees.
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import type { FittedNumber } from '$core/pipeline/fitted';
import { prepare, type PreparedLab } from '$core/pipeline/prepare';
import type { Surface } from '$core/run/types';
import type { DatasetInfo, Table } from '$core/table/types';
import type { DecisionSurfaceData } from '$charts/index';

/** More rows are not loaded onto the page for a picture. */
export const planeRows = 20_000;

/** The two feature columns, or null when a surface cannot be drawn. */
export function planeColumns(dataset: DatasetInfo | null, lab: Lab): readonly [string, string] | null {
  if (!dataset || dataset.rows > planeRows) return null;
  const left = new Set([lab.roles.target, ...lab.roles.exclude]);
  const used = dataset.columns.filter(
    (column) => !left.has(column.name) && !['id', 'text'].includes(typeIn(lab, column)),
  );
  const numeric = used.every((column) => typeIn(lab, column) === 'numeric');
  return used.length === 2 && numeric ? [used[0].name, used[1].name] : null;
}

export interface Plane {
  readonly prepared: PreparedLab;
  readonly columns: readonly [FittedNumber, FittedNumber];
}

/** Null when the pipeline made anything but two numbers of the table. Throws what `prepare` throws. */
export function planeOf(table: Table, lab: Lab): Plane | null {
  const prepared = prepare(table, lab);
  const [x, y, more] = prepared.pipeline.columns;
  if (more || x?.kind !== 'number' || y?.kind !== 'number') return null;
  return { prepared, columns: [x, y] };
}

const raw = (column: FittedNumber, value: number) => value * column.std + column.mean;

export function surfaceData(plane: Plane, surface: Surface | null, target: string): DecisionSurfaceData {
  const { prepared, columns } = plane;
  const [cx, cy] = columns;
  const { train, validation, targetScale } = prepared;
  const n = train.rows + validation.rows;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const value = new Float64Array(n);
  const held = new Float64Array(n);
  const row = new Float64Array(n);
  [train, validation].forEach((part, which) => {
    const rows = which ? prepared.rowsOf.validation : prepared.rowsOf.train;
    const offset = which ? train.rows : 0;
    for (let i = 0; i < part.rows; i++) {
      x[offset + i] = raw(cx, part.features[2 * i]);
      y[offset + i] = raw(cy, part.features[2 * i + 1]);
      value[offset + i] = part.target[i] * targetScale.std + targetScale.mean;
      held[offset + i] = which;
      row[offset + i] = rows[i];
    }
  });
  return {
    xAxis: { name: cx.column },
    yAxis: { name: cy.column },
    surface: surface && unscaled(surface, cx, cy),
    points: { x, y, target: value, validation: held, row },
    classes: prepared.classes,
    target,
  };
}

/** The surface's ranges in the features' own units. */
function unscaled(surface: Surface, cx: FittedNumber, cy: FittedNumber): Surface {
  const range = (side: Surface['x'], column: FittedNumber) => ({
    feature: side.feature,
    min: raw(column, side.min),
    max: raw(column, side.max),
  });
  return { ...surface, x: range(surface.x, cx), y: range(surface.y, cy) };
}
