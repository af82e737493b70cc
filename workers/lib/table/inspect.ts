// Looking into a stored data set as a lab types it: its statistics and its checks. Long work that can be stopped on its
// own, without stopping an import.
import type { JudgedPart } from '$core/baselines/registry';
import type { Progress } from '$core/run/types';
import { withLabels } from '$core/label/apply';
import type { SuspectOptions } from '$core/label/outOfSample';
import type { PrepareConfig } from '$core/pipeline/prepare';
import type { ColumnDetail } from '$core/stats/detail';
import { retypeColumn } from '$core/table/retype';
import type { Column } from '$core/table/types';
import type { Inspected, InspectedLab } from '../../table.api';
import type { Columns } from './columns';
import { Task } from './task';

type On = (progress: Progress) => void;

export class Inspector {
  private readonly tasks = new Set<Task>();

  constructor(private readonly columns: Columns) {}

  look(what: Inspected, on: On) {
    return this.run(what, on, async (columns, rows, task) => {
      const { lookAt } = await import('$core/stats/look');
      return lookAt(columns, rows, what.roles, task.context);
    });
  }

  async detail({ sha256, labels, types, roles }: Inspected, name: string): Promise<ColumnDetail> {
    const { columns } = await this.columns.info(sha256);
    const load = async (one: string) => {
      const column = await this.columns.labelled(sha256, one, labels);
      return Object.hasOwn(types, one) ? retypeColumn(column, types[one]) : column;
    };
    const known = [...columns.map((column) => column.name), ...(labels ?? []).map(({ column }) => column)];
    const aim = roles.target !== name && known.includes(roles.target);
    const { detailOf } = await import('$core/stats/detail');
    return detailOf(await load(name), aim ? await load(roles.target) : undefined, roles);
  }

  check(what: InspectedLab, on: On) {
    return this.run(what, on, async (columns, rows, task) => {
      const { checkLabData } = await import('$core/checks/registry');
      return checkLabData(columns, rows, what.lab, task.context);
    });
  }

  /** The table as it is stored: preparation sets the lab's types itself. */
  baselines(sha256: string, lab: PrepareConfig, part: JudgedPart, on: On) {
    return this.run({ sha256, types: {} }, on, async (columns, rows, task) => {
      const { runBaselines } = await import('$core/baselines/registry');
      return runBaselines({ rows, columns }, lab, task.context, part);
    });
  }

  suspects(sha256: string, lab: PrepareConfig, options: SuspectOptions, on: On) {
    return this.run({ sha256, types: {} }, on, async (columns, rows, task) => {
      const { findSuspects } = await import('$core/label/suspects');
      return findSuspects({ rows, columns }, lab, options, task.context);
    });
  }

  cancel(): void {
    for (const task of this.tasks) task.cancel();
  }

  private async run<T>(
    { sha256, types, labels }: Pick<Inspected, 'sha256' | 'types' | 'labels'>,
    on: On,
    work: (columns: readonly Column[], rows: number, task: Task) => Promise<T>,
  ): Promise<T> {
    const task = new Task(on);
    this.tasks.add(task);
    try {
      const { rows } = await this.columns.info(sha256);
      const all = withLabels({ rows, columns: await this.columns.all(sha256) }, labels).columns;
      const columns = all.map((column) =>
        Object.hasOwn(types, column.name) ? retypeColumn(column, types[column.name]) : column,
      );
      return await work(columns, rows, task);
    } finally {
      this.tasks.delete(task);
    }
  }
}
