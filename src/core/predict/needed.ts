// Which columns of the data a fitted pipeline reads. Those of its columns are named; what a step on the table reads only
// the step knows, so it is tried without each.
import { TablabError } from '../errors/error';
import { applyDerive } from '../pipeline/derive/run';
import type { FittedPipeline } from '../pipeline/fitted';
import type { Column, Table } from '../table/types';
import { emptyColumn, sliceTable } from './slice';

/** Names in the table's order. `table`: rows of the data, the target among its columns or not. */
export function neededColumns(pipeline: Pick<FittedPipeline, 'columns' | 'derive' | 'target'>, table: Table): string[] {
  const read = new Set(pipeline.columns.map(({ column }) => column));
  const candidates = table.columns.filter(({ name }) => name !== pipeline.target);
  const { derive = [] } = pipeline;
  if (derive.length === 0) return candidates.filter(({ name }) => read.has(name)).map(({ name }) => name);
  const one = sliceTable({ ...table, columns: candidates }, 0, Math.min(1, table.rows));
  const blank = one.columns.map((column) =>
    emptyColumn({ ...column, kind: column.data.kind, shape: shapeOf(column) }, one.rows),
  );
  const works = (without: string | null) => {
    try {
      const left = { rows: one.rows, columns: blank.filter(({ name }) => name !== without) };
      const made = applyDerive(derive, left);
      return pipeline.columns.every(({ column }) => made.columns.some(({ name }) => name === column));
    } catch (error) {
      if (error instanceof TablabError) return false;
      throw error;
    }
  };
  // Where even the whole table is refused, nothing can be told apart: all are needed.
  const tells = works(null);
  return candidates.filter(({ name }) => !tells || !works(name)).map(({ name }) => name);
}

const shapeOf = ({ data }: Column) => (data.kind === 'image' ? data.shape : undefined);
