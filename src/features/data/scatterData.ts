// Two columns of a sample as points, with the class of the target: its classes, or the quarter of its values for a
// number. Rows without one of the two numbers, or without a target, are left out.
import { number, type ScatterData } from '$charts/index';
import { quantile, sortedPresent } from '$core/stats/describe';
import { classNames, targetSide } from '$core/stats/sides';
import type { Column, Table, Task } from '$core/table/types';

interface Classes {
  readonly names: readonly string[];
  of(i: number): number;
}

function classesOf(target: Column, task: Task): Classes | null {
  const side = targetSide(target, task);
  if (!side) return null;
  if (side.kind === 'codes') return { names: classNames(target), of: (i) => side.codes[i] };
  const sorted = sortedPresent(side.values);
  const cuts = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
  const [a, b, c] = cuts.map((cut) => number(cut, 3));
  return {
    names: [`to ${a}`, `to ${b}`, `to ${c}`, 'above'],
    of: (i) => (Number.isNaN(side.values[i]) ? -1 : cuts.filter((cut) => side.values[i] > cut).length),
  };
}

/** `rows`: of the whole data set, of which the table is an even sample. Null where a column is no number. */
export function scatterOf(
  table: Table,
  { x, y, target, task, rows }: { x: string; y: string; target: string; task: Task; rows: number },
): ScatterData | null {
  const column = (name: string) => table.columns.find((one) => one.name === name);
  const axisOf = (name: string) => ({ name, ...(column(name)?.type === 'date' && { date: true }) });
  const [one, other, aim] = [column(x)?.data, column(y)?.data, column(target)];
  if (one?.kind !== 'number' || other?.kind !== 'number') return null;
  const classes = aim ? classesOf(aim, task) : null;
  const kept: number[] = [];
  for (let i = 0; i < table.rows; i++) {
    if (Number.isFinite(one.values[i]) && Number.isFinite(other.values[i]) && (!classes || classes.of(i) >= 0))
      kept.push(i);
  }
  return {
    xAxis: axisOf(x),
    yAxis: axisOf(y),
    x: kept.map((i) => one.values[i]),
    y: kept.map((i) => other.values[i]),
    row: kept.map((i) => Math.floor((i * rows) / table.rows)),
    ...(classes && { class: kept.map((i) => classes.of(i)), classes: classes.names }),
  };
}
