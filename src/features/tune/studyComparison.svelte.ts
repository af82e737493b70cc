// Finished studies of a step, read from their journals when ticked, beside each other; and the same study again under
// other seeds.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Lab, TuneConfig } from '$core/lab/document';
import type { ComparedStudy } from '$core/run/compareStudies';
import { weightedSum } from '$core/run/objectives';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { fingerprint, type LabSession } from '$features/lab';
import { readJournal } from '$store/journal';
import { openStore } from '$store/open';
import { importedConfig } from './importedView';
import { searchedBy } from './names';

export interface PickedStudy extends ComparedStudy {
  readonly run: RunInfo;
  readonly seed: number;
  readonly metric: string;
}

interface Read {
  readonly lab: Lab;
  readonly config: TuneConfig;
  readonly trials: readonly TrialRecord[];
}

export class StudyComparison {
  picked = $state.raw<readonly PickedStudy[]>([]);
  error = $state.raw<PlainError | null>(null);
  /** Repeats that are still to run, the present one included. */
  left = $state(0);
  /** Ticked and being read: ticked until it is refused, so that its box shows what came of it. */
  #trying = $state<string | null>(null);
  #labels = new Map<string, string>();

  has(id: string): boolean {
    return this.#trying === id || this.picked.some(({ run }) => run.id === id);
  }

  async toggle(run: RunInfo): Promise<void> {
    if (this.has(run.id)) {
      this.picked = this.picked.filter((one) => one.run.id !== run.id);
      return;
    }
    this.#trying = run.id;
    try {
      const { lab, config, trials } = await read(run);
      const { direction } = config.objective;
      const metric = config.weights && !run.imported ? weightedSum : config.objective.metric;
      const [first] = this.picked;
      if (first && (first.metric !== metric || first.direction !== direction)) {
        throw new TablabError('studies-differ', { metric, other: first.metric });
      }
      const group = run.imported
        ? `${run.imported.name}, imported`
        : this.#label(fingerprint({ ...lab, seed: 0 }, run.step), config);
      this.error = null;
      this.picked = [...this.picked, { run, seed: lab.seed, metric, direction, group, trials }];
    } catch (thrown) {
      this.error = plainError(thrown);
    } finally {
      if (this.#trying === run.id) this.#trying = null;
    }
  }

  /**
   * Runs the step `count` more times, each with the next seed; every run that ends well is ticked, and so is the one on
   * show where it is the same study.
   */
  async repeat(session: LabSession, step: string, count: number): Promise<void> {
    this.left = count;
    const shown = session.live(step).run;
    if (shown?.state === 'done' && !session.stale(step) && !this.has(shown.id)) await this.toggle(shown);
    const used = await this.#seedsOf(session, step);
    let seed = session.lab.seed;
    while (this.left > 0) {
      do seed++;
      while (used.has(seed));
      used.add(seed);
      await session.run(step, { seed });
      const run = session.live(step).run;
      if (run?.state !== 'done') break;
      if (!this.has(run.id)) await this.toggle(run);
      this.left--;
    }
    this.left = 0;
    if (shown?.state === 'done') await session.show(shown.id);
  }

  /** No further repeat starts; the running one goes on. */
  stopRepeating(): void {
    this.left = Math.min(this.left, 1);
  }

  async #seedsOf(session: LabSession, step: string): Promise<Set<number>> {
    const seeds = new Set<number>();
    for (const run of session.runs) {
      if (run.step === step && run.stepType === 'tune' && run.state === 'done') seeds.add((await read(run)).lab.seed);
    }
    return seeds;
  }

  /** What the study searched with; a number where other studies have the same words for other settings. */
  #label(key: string, config: TuneConfig): string {
    const known = this.#labels.get(key);
    if (known) return known;
    const plain = searchedBy(config);
    const taken = new Set(this.#labels.values());
    let label = plain;
    for (let n = 2; taken.has(label); n++) label = `${plain} (${n})`;
    this.#labels.set(key, label);
    return label;
  }
}

async function read(run: RunInfo): Promise<Read> {
  const events = await readJournal(await openStore(), run.id);
  const [opened] = events;
  if (opened?.type !== 'opened') throw new TablabError('run-not-stored', { id: run.id });
  const step = opened.lab.steps.find(({ id }) => id === opened.step);
  if (opened.imported && step?.type === 'tune') {
    const trials = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
    return { lab: opened.lab, config: importedConfig(step.config, opened.imported), trials };
  }
  if (step?.type !== 'tune') throw new TablabError('step-unknown', { step: opened.step });
  const trials = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
  return { lab: opened.lab, config: step.config, trials };
}
