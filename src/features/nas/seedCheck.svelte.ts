// Networks trained anew under several seeds: starts those that are missing, one after the other, and reads what the
// finished ones left in their journals. The split stays; starting weights and the order of batches change. What is known
// is in the journals alone, so it is there again on every later visit.
import { decodeOutcome } from '$core/run/outcomeFile';
import { seedGroups, type SeedRecord } from '$core/run/seedGroups';
import type { Predictions, RunInfo } from '$core/run/types';
import type { LabSession } from '$features/lab';
import { findArtifact } from '$store/artifacts';
import { readJournal } from '$store/journal';
import { openStore } from '$store/open';

class SeedCheck {
  /** What is being trained; it goes on while other pages are shown. */
  running = $state.raw<{
    readonly study: string;
    /** The one that is being trained, of all these. */
    readonly trial: number;
    readonly trials: readonly number[];
    readonly wanted: number;
  } | null>(null);
  /** By run. */
  records = $state.raw<ReadonlyMap<string, SeedRecord>>(new Map());
  #reading = new Set<string>();
  #stopped = false;

  /** One network after the other. */
  async run(
    session: LabSession,
    step: string,
    study: string,
    trials: readonly number[],
    wanted: number,
  ): Promise<void> {
    if (this.running) return;
    this.#stopped = false;
    for (const trial of trials) {
      if (this.#stopped) break;
      this.running = { study, trial, wanted, trials };
      if (!(await this.#seeds(session, step, study, trial, wanted))) break;
    }
    this.running = null;
    if (!session.live(step).active) await session.show(study);
  }

  /** False where a seed did not come to its end. */
  async #seeds(session: LabSession, step: string, study: string, trial: number, wanted: number): Promise<boolean> {
    for (let number = 0; number < wanted && !this.#stopped; number++) {
      const group = seedGroups(session.runs, study).find((one) => one.trial === trial);
      if (group?.runs.some(({ again }) => again?.seed?.number === number)) continue;
      await session.trainLonger(study, trial, 0, { number, of: wanted });
      const live = session.live(step);
      const { run } = live;
      // Stopped while it was got ready, the study is shown again; stopped at its last moment, it is done all the same.
      const own = run?.again?.run === study && run.again.trial === trial && run.again.seed?.number === number;
      if (!own || live.stopAsked || live.error || run.state !== 'done' || live.trials[0]?.state !== 'done')
        return false;
    }
    return true;
  }

  /** No further seed starts; the running one goes on. */
  stop(): void {
    this.#stopped = true;
  }

  /** Reads what runs left, where it is not known yet. What cannot be read stays out of the table. */
  async read(runs: readonly RunInfo[]): Promise<void> {
    for (const run of runs) {
      if (this.records.has(run.id) || this.#reading.has(run.id)) continue;
      this.#reading.add(run.id);
      try {
        const record = await recordOf(run);
        if (record) this.records = new Map([...this.records, [run.id, record]]);
      } finally {
        this.#reading.delete(run.id);
      }
    }
  }
}

/** One for all pages: leaving a page ends no check. */
export const seedCheck = new SeedCheck();

async function recordOf({ id, artifacts }: RunInfo): Promise<SeedRecord | null> {
  const store = await openStore();
  const told = (await readJournal(store, id)).find((event) => event.type === 'told');
  if (told?.type !== 'told') return null;
  const kept = artifacts.outcome ? await findArtifact(store, artifacts.outcome) : undefined;
  const predictions: readonly Predictions[] = kept ? decodeOutcome(kept.bytes).predictions : [];
  return { curve: told.trial.curve, predictions };
}
