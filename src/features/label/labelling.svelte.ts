// The state of labelling: which column, which rows in which order, where in them, and the edits of the lab that keys make.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import { typeIn } from '$core/lab/columnType';
import { numberOf, type Labels } from '$core/label/apply';
import { givenOf, withClasses, withKept, withLabel } from '$core/label/edit';
import { queueOf, type Order, type Show } from '$core/label/queue';
import type { Suspects } from '$core/label/suspects';
import { tableClient, type LabSession } from '$features/lab';
import { announce } from '$ui/index';
import { classesOf, labelColumns, originalOf, type Original } from './columns';

type Edit = (lab: Lab) => Lab;

/** Without labels the key is left out, so that the lab is as it was. */
export const withLabelsSet =
  (change: (labels: Labels | undefined) => Labels | undefined): Edit =>
  ({ labels, ...lab }) => {
    const next = change(labels);
    return next ? { ...lab, labels: [...next] } : lab;
  };

export class Labelling {
  /** Chosen by the person; otherwise the target. */
  #chosen = $state<string | null>(null);
  show = $state<Show>('all');
  order = $state<Order>('natural');
  seed = $state(0);
  /** Of the rows shown by class. */
  value = $state('');
  at = $state(0);
  error = $state.raw<PlainError | null>(null);
  #original = $state.raw<{ readonly key: string; readonly of: Original | null } | null>(null);
  #queue = $state.raw<Uint32Array>(new Uint32Array());
  #suspects = $state.raw<{ readonly key: string; readonly of: Suspects } | null>(null);
  #disagreements = $state.raw<Uint32Array>(new Uint32Array());
  /** Rows in the order in which they were judged, for undo. */
  #done = $state.raw<readonly number[]>([]);

  #closed = false;

  constructor(readonly session: () => LabSession) {}

  /** The page is left: what is still on its way is not wanted. */
  close(): void {
    this.#closed = true;
  }

  readonly columns = $derived.by(() => {
    const { lab, dataset } = this.session();
    return dataset ? labelColumns(lab, dataset) : [];
  });
  readonly column = $derived(
    this.#chosen !== null && this.columns.includes(this.#chosen) ? this.#chosen : this.columns[0],
  );
  readonly rows = $derived.by(() => this.session().dataset?.rows ?? 0);
  readonly given = $derived.by(() => givenOf(this.session().lab.labels, this.column ?? '', this.rows));
  readonly key = $derived.by(() => `${this.session().dataset?.sha256} ${this.column}`);
  readonly ready = $derived(this.#original?.key === this.key);
  readonly original = $derived(this.#original?.key === this.key ? this.#original.of : null);
  readonly classes = $derived(classesOf(this.original, this.given));
  readonly row = $derived<number | null>(this.#queue[this.at] ?? null);
  /** Of this column; what it found may be older than the last labels. */
  readonly suspects = $derived(this.#suspects?.key === this.key ? this.#suspects.of : null);
  /** Rows with a label in the data as they came. */
  readonly #labelledBefore = $derived.by(() => {
    const { codes } = this.original ?? { codes: [] };
    let count = 0;
    for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) count++;
    return count;
  });
  /** Counted by what was changed, since a key must not wait for a million rows. */
  readonly labelled = $derived.by(() => {
    let count = this.#labelledBefore;
    for (const [row, value] of this.given.values) {
      count += Number(value !== null) - Number(this.originalOf(row) !== null);
    }
    return count;
  });

  get queue(): Uint32Array {
    return this.#queue;
  }
  get disagreements(): Uint32Array {
    return this.#disagreements;
  }

  choose(column: string): void {
    this.#chosen = column;
    this.at = 0;
  }
  tellSuspects(of: Suspects): void {
    this.#suspects = { key: this.key, of };
    this.refill();
  }
  tellDisagreements(rows: Uint32Array): void {
    this.#disagreements = rows;
    if (this.show === 'disagreements') this.refill();
  }

  /** Reads the column as the data set has it. */
  async load(): Promise<void> {
    const { dataset, lab } = this.session();
    const { key, column } = this;
    if (!dataset || column === undefined || this.#original?.key === key) return;
    this.error = null;
    try {
      const table = await (await tableClient()).sample(dataset.sha256, [column], dataset.rows);
      if (this.#closed) return;
      const read = table.columns[0];
      if (this.key === key) this.#original = { key, of: originalOf({ ...read, type: typeIn(lab, read) }) };
    } catch (error) {
      if (this.#closed || this.key !== key) return;
      const plain = plainError(error);
      // A column that only the labels have.
      if (plain.code === 'column-unknown' && lab.labels?.some((set) => set.column === column)) {
        this.#original = { key, of: null };
      } else this.error = plain;
    }
    if (this.ready) this.refill();
  }

  originalOf(row: number): string | null {
    const { original } = this;
    const code = original ? original.codes[row] : -1;
    return code < 0 ? null : original!.dictionary[code];
  }
  labelOf(row: number): string | null {
    return this.labels()(row);
  }
  /** The label of each row, for whoever asks for many: what it takes is read once. */
  labels(): (row: number) => string | null {
    const { values } = this.given;
    const { codes, dictionary } = this.original ?? { codes: [], dictionary: [] };
    return (row) => {
      const given = values.get(row);
      return given === undefined ? (dictionary[codes[row]] ?? null) : given;
    };
  }
  /** Whether a suspect is settled: it was kept, or has another label than the model was told. */
  settled(): (row: number) => boolean {
    const { suspects } = this;
    if (!suspects) return () => false;
    const { kept } = this.given;
    const labelOf = this.labels();
    return (row) => kept.has(row) || labelOf(row) !== (suspects.classes[suspects.given[row]] ?? null);
  }

  /** Chooses the rows anew: those that were labelled on the way leave the list only now. */
  refill(): void {
    const { suspects } = this;
    this.#queue = queueOf({
      show: this.show,
      order: this.order,
      seed: this.seed,
      labelOf: this.labels(),
      rows: this.rows,
      value: this.value,
      suspects: suspects?.rows ?? [],
      disagreements: this.#disagreements,
      margin: suspects?.margin ?? null,
      judged: { has: this.settled() },
    });
    this.at = 0;
  }
  set(change: { show?: Show; order?: Order; seed?: number; value?: string }): void {
    Object.assign(this, change);
    this.refill();
  }

  go(step: number): void {
    this.at = Math.max(0, Math.min(this.#queue.length, this.at + step));
  }
  /** To a row, wherever it is; one outside the list is put in at this place. */
  goTo(row: number): void {
    const place = this.#queue.indexOf(row);
    if (place >= 0) this.at = place;
    else this.#queue = Uint32Array.from([...this.#queue.slice(0, this.at), row, ...this.#queue.slice(this.at)]);
  }

  /** Null takes the label away. */
  label(value: string | null): void {
    const { row } = this;
    if (row === null || !this.ready) return;
    const what = value === null ? `Remove the label of row ${row + 1}` : `Label row ${row + 1} as ${value}`;
    if (this.original?.numbers && value !== null && Number.isNaN(numberOf(value))) {
      this.error = new TablabError('label-not-number', { column: this.column, value }).toPlain();
      return;
    }
    const original = this.originalOf(row);
    this.#judge(row, what, (labels) => withLabel(labels, { column: this.column, of: this.rows }, row, value, original));
  }
  /** The label is right as it stands. */
  keep(): void {
    const { row } = this;
    if (row === null || this.labelOf(row) === null) return;
    this.#judge(row, `Keep the label of row ${row + 1}`, (labels) =>
      withKept(labels, { column: this.column, of: this.rows }, row),
    );
  }
  /** What the model would say. */
  accept(): void {
    if (this.row !== null && this.suspects) this.label(this.suspects.classes[this.suspects.suggested[this.row]]);
  }
  /** Whether the last edit of the lab is a label given here. */
  readonly undoable = $derived.by(() => {
    const row = this.#done.at(-1);
    return row !== undefined && (this.session().undoLabel?.includes(`row ${row + 1}`) ?? false);
  });
  undo(): void {
    const session = this.session();
    const row = this.#done.at(-1);
    if (row === undefined || !this.undoable) return;
    this.#done = this.#done.slice(0, -1);
    session.undo();
    this.goTo(row);
    announce(`Row ${row + 1}: taken back`);
  }

  addClass(name: string): void {
    const classes = [...(this.classes ?? []), name];
    if (this.classes?.includes(name)) return;
    const { column, rows: of } = this;
    this.#edit(`Add the class ${name}`, (lab) => {
      const next = withLabelsSet((labels) => withClasses(labels, { column, of }, classes))(lab);
      // A third class makes it another task.
      const third = lab.roles.target === column && lab.roles.task === 'binary' && classes.length > 2;
      return third ? { ...next, roles: { ...next.roles, task: 'multiclass' } } : next;
    });
  }
  /** A column of its own for labels. It is no feature; it may be what is to be learned. */
  addColumn(column: string, classes: readonly string[], asTarget: boolean): void {
    const of = this.rows;
    const done = this.#edit(`Add the label column ${column}`, (lab) => {
      const next = withLabelsSet((labels) => withClasses(labels, { column, of }, classes))(lab);
      const { roles } = next;
      if (!asTarget) return { ...next, roles: { ...roles, exclude: [...roles.exclude, column] } };
      return { ...next, roles: { ...roles, target: column, task: classes.length > 2 ? 'multiclass' : 'binary' } };
    });
    if (done) this.choose(column);
  }

  #judge(row: number, label: string, change: (labels: Labels | undefined) => Labels | undefined): void {
    if (!this.#edit(label, withLabelsSet(change))) return;
    this.#done = [...this.#done, row];
    announce(label);
    this.go(1);
  }
  #edit(label: string, change: Edit): boolean {
    const session = this.session();
    if (session.readonly) return false;
    try {
      session.update(label, change);
      this.error = null;
      return true;
    } catch (error) {
      this.error = plainError(error);
      return false;
    }
  }
}
