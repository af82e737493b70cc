// What the home page knows of the stored labs: newest first, with the run that speaks for each.
import type { RunInfo } from '$core/run/types';
import { markInterrupted } from '$store/interrupted';
import { deleteLab, listLabs, putLab } from '$store/labs';
import { openStore } from '$store/open';
import { listRuns } from '$store/runs';
import type { LabRecord } from '$store/records';
import { workbench } from '$features/lab';

export interface LabEntry {
  readonly record: LabRecord;
  /** The newest run that is not hidden. */
  readonly newest: RunInfo | null;
  /** The newest finished run with a best value. */
  readonly best: RunInfo | null;
}

class Library {
  entries = $state.raw<readonly LabEntry[] | null>(null);
  interrupted = $state.raw<readonly { run: RunInfo; record: LabRecord }[]>([]);
  /** Deleted on screen; on disk when the chance to undo is over. */
  #leaving = new Set<string>();

  async load(): Promise<void> {
    const store = await openStore();
    await markInterrupted(store, Date.now());
    const [records, all] = await Promise.all([listLabs(store), listRuns(store)]);
    const runs = all.filter((run) => !run.hidden);
    const kept = records.filter(({ id }) => !this.#leaving.has(id));
    this.entries = kept.map((record) => {
      const own = runs.filter((run) => run.labId === record.id);
      return { record, newest: own[0] ?? null, best: own.find((run) => run.best !== null) ?? null };
    });
    const byId = new Map(kept.map((record) => [record.id, record]));
    this.interrupted = runs.flatMap((run) => {
      const record = byId.get(run.labId);
      return run.state === 'interrupted' && record ? [{ run, record }] : [];
    });
  }

  async rename(record: LabRecord, title: string): Promise<void> {
    await putLab(await openStore(), { ...record, lab: { ...record.lab, title }, updatedAt: Date.now() });
    await this.load();
  }
  async duplicate(record: LabRecord): Promise<string> {
    const { example } = record;
    const title = `${record.lab.title} (copy)`.slice(0, 120);
    const id = await workbench.create({ ...record.lab, title }, example ? { example } : {});
    await this.load();
    return id;
  }
  /** Takes a lab off the list; `erase` or `restore` follows. */
  async leave(id: string): Promise<void> {
    this.#leaving.add(id);
    await this.load();
  }
  async restore(id: string): Promise<void> {
    this.#leaving.delete(id);
    await this.load();
  }
  async erase(id: string): Promise<void> {
    const open = workbench.open.find((session) => session.id === id);
    if (open) await workbench.close(open);
    await deleteLab(await openStore(), id);
    this.#leaving.delete(id);
  }
}

export const library = new Library();
