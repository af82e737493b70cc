// The journal of a run: events under increasing numbers, appended and never changed. An append resolves when the
// transaction is durable, so what the page shows afterwards cannot be lost.
import { barrierNumbers } from '$core/run/checkpoint';
import { packedEvent, unpackedEvent } from '$core/run/packedCurve';
import { searchNumber } from '$core/run/search';
import { supernetTrial } from '$core/nas/supernet/supernet';
import { brokenOff, lastEnds } from '$core/run/stopped';
import type { RunEvent, RunInfo, TrialRecord } from '$core/run/types';
import type { Store } from './schema';
import { write } from './write';

/** For good: a study that is stopped may go on from its checkpoints. */
const endsRun = (event: RunEvent): boolean => event.type === 'state' && ['done', 'failed'].includes(event.state);
/** Shared weights are trained, or the run will never train them. */
const endsSharing = (event: RunEvent): boolean => event.type === 'supernet' || endsRun(event);

/** The trial's number, where it has ended for good. A training that is stopped is over; studies may go on. */
const endedFor = (trial: TrialRecord, info: RunInfo | undefined): number[] =>
  brokenOff(trial, false) && info?.stepType !== 'train' ? [] : [trial.index];

/** What is kept beside the trials' own checkpoints: where members of a population stood at their barriers. */
const besides = (run: string) => IDBKeyRange.bound([run, -Infinity], [run, barrierNumbers(0)[0]]);

const eventsOf = (run: string) => IDBKeyRange.bound([run, 0], [run, Infinity]);

/** Events that are read in one piece: a long journal at once would hold a page up. */
const piece = 250;

/** All events of a run, in order, as they stood at one moment; of a trial that ended again when its study went on, the last end. */
export async function readJournal(store: Store, run: string): Promise<RunEvent[]> {
  const { store: events } = store.transaction('events');
  const found: RunEvent[] = [];
  let next = 0;
  for (;;) {
    const records = await events.getAll(IDBKeyRange.bound([run, next], [run, Infinity]), piece);
    for (const { seq, event } of records) {
      found.push(unpackedEvent(event));
      next = seq + 1;
    }
    if (records.length < piece) return lastEnds(found);
  }
}

/** The first event of a run; undefined where there is none. */
export async function readOpening(store: Store, run: string): Promise<(RunEvent & { type: 'opened' }) | undefined> {
  const event = (await store.get('events', [run, 0]))?.event;
  return event?.type === 'opened' ? event : undefined;
}

/** Number of the next event. */
export async function journalLength(store: Store, run: string): Promise<number> {
  const cursor = await store.transaction('events').store.openKeyCursor(eventsOf(run), 'prev');
  return cursor ? cursor.key[1] + 1 : 0;
}

/** The writing end of one run's journal. There is one per run at a time: the holder of the lab's run lock. */
export class Journal {
  private constructor(
    private readonly store: Store,
    private readonly run: string,
    private seq: number,
  ) {}

  static async open(store: Store, run: string): Promise<Journal> {
    return new Journal(store, run, await journalLength(store, run));
  }

  /**
   * Appends events, and in the same transaction stores the run's new summary and drops the checkpoints of trials
   * that ended, at the run's end all. A study that is stopped keeps those from which it would go on. Resolves when durable. On failure nothing is stored and the same call may be made again. Calls must
   * not overlap.
   */
  async append(events: readonly RunEvent[], info?: RunInfo): Promise<void> {
    const first = this.seq;
    const told = events.flatMap((event) =>
      event.type === 'told' ? endedFor(event.trial, info) : endsSharing(event) ? [supernetTrial] : [],
    );
    // A run that is opened with all of its trials, as an imported one, has no checkpoints.
    const opened = events[0]?.type === 'opened';
    // Where a trial has ended, a search before the trials is over.
    const ended = told.length > 0 && !opened ? [...told, searchNumber] : [];
    await write(this.store, ['events', 'runs', 'checkpoints'], { what: 'a finished trial' }, (tx) =>
      Promise.all([
        // add, not put: a second writer would collide here instead of overwriting.
        ...events.map((event, i) =>
          tx.objectStore('events').add({ run: this.run, seq: first + i, event: packedEvent(event) }),
        ),
        ...(info ? [tx.objectStore('runs').put(info)] : []),
        ...ended.map((trial) => tx.objectStore('checkpoints').delete([this.run, trial])),
        ...(events.some(endsRun) ? [tx.objectStore('checkpoints').delete(besides(this.run))] : []),
      ]),
    );
    this.seq = first + events.length;
  }
}
