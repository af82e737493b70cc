// Rows of a stored data set searched, sorted and picked by their values: work of the table's own, which can be stopped
// without stopping an import or a look.
import type { Progress } from '$core/run/types';
import { arrangeRows, type Arrangement } from '$core/table/arrange/arrange';
import { rowsPicked, tallyRows, type Picked, type TallyOf } from '$core/table/arrange/pick';
import type { Labelled } from '../../table.api';
import type { Columns } from './columns';
import { Task } from './task';

type On = (progress: Progress) => void;

export class Arranger {
  private readonly tasks = new Set<Task>();

  constructor(private readonly columns: Columns) {}

  async arrange({ sha256, labels = [], ...what }: Labelled & Arrangement, on: On): Promise<Uint32Array> {
    const task = new Task(on);
    this.tasks.add(task);
    try {
      const { columns, rows } = await this.columns.info(sha256);
      // Images hold nothing that could be searched, and much that would have to be loaded.
      const stored = columns.filter(({ type }) => type !== 'image').map(({ name }) => name);
      const names = [...new Set([...stored, ...labels.map(({ column }) => column)])];
      const load = (name: string) => this.columns.labelled(sha256, name, labels);
      return await arrangeRows(load, names, rows, what, task.context);
    } finally {
      this.tasks.delete(task);
    }
  }

  async pick({ sha256, labels }: Labelled, picked: Picked): Promise<Uint32Array> {
    return rowsPicked(await this.columns.labelled(sha256, picked.column, labels), picked);
  }

  async tally({ sha256, labels }: Labelled, of: TallyOf, rows: Uint32Array): Promise<number[]> {
    return tallyRows(await this.columns.labelled(sha256, of.column, labels), of, rows);
  }

  cancel(): void {
    for (const task of this.tasks) task.cancel();
  }
}
