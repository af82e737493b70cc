// A study in the built app whose browser is killed and opened again. What the study worker tells other tabs is listened to, so
// that it is known how far each trial had come and from where it goes on.
import type { BrowserContext, Page } from 'playwright';
import type { Lab } from '$core/lab/document';
import type { LabMessage } from '$store/channel';
import { storeName } from '$store/open';
import { openAndRun } from '../../e2e/support/app';
import { createProfile } from '../../e2e/support/browser';

/** What a death cost. */
export interface Cost {
  /** Epochs that were told a second time, over all trials. */
  epochs: number;
  /** The most training that one trainer lost. */
  seconds: number;
}

/** A trial that a death interrupted and that has not gone on yet. */
interface Interrupted {
  readonly cost: Cost;
  readonly epochs: ReadonlyMap<number, number>;
  readonly at: number;
}

export class Crashing {
  digest: string | null = null;
  private profile = createProfile();
  private context: BrowserContext | undefined;
  private page: Page | undefined;
  /** Of trials that are under way in this life: when each epoch was told, in milliseconds. */
  private told = new Map<number, Map<number, number>>();
  private interrupted = new Map<number, Interrupted>();
  readonly costs: Cost[] = [];
  /** When each trial that is under way began or went on in this life, in milliseconds. */
  private readonly begun = new Map<number, number>();
  private state = '';
  private labId = '';

  /** `within`: epochs are so long that training is counted from the checkpoint that it goes on with, not by epochs. */
  constructor(
    private readonly url: string,
    private readonly within: boolean,
  ) {}

  async start(lab: Lab): Promise<void> {
    await this.open();
    this.digest = null;
    this.state = '';
    this.told = new Map();
    await openAndRun(this.page!, this.url, lab);
    await this.until(() => (this.within ? this.begun : this.told).size > 0);
    this.labId = /lab\/([0-9a-f-]{36})/.exec(this.page!.url())![1];
  }

  /** Whether the run ends within so many milliseconds. */
  async ended(within: number): Promise<boolean> {
    const until = Date.now() + within;
    while (Date.now() < until && this.digest === null) await sleep(Math.min(20, Math.max(1, until - Date.now())));
    return this.digest !== null;
  }

  /** Kills the browser, opens it again and resumes. */
  async crash(): Promise<void> {
    const session = await this.context!.browser()!.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const at = Date.now();
    for (const { id } of processInfo) kill(id);
    const cost = { epochs: 0, seconds: 0 };
    this.costs.push(cost);
    const begun = [...this.begun];
    this.begun.clear();
    if (!this.within) for (const [trial, epochs] of this.told) this.interrupted.set(trial, { cost, epochs, at });
    this.profile.forget();
    this.context = undefined;
    await this.open();
    this.told = new Map();
    if (this.within && this.digest === null) {
      const stored = await this.page!.evaluate(checkpointTimes, storeName);
      for (const [trial, from] of begun)
        cost.seconds = Math.max(cost.seconds, (at - Math.max(from, stored[trial] ?? 0)) / 1000);
    }
    if (this.digest === null) await this.page!.getByRole('button', { name: 'Resume' }).first().click();
  }

  remove(): Promise<void> {
    return this.profile.remove();
  }

  private async open(): Promise<void> {
    if (this.context) return;
    this.context = await this.profile.open();
    await this.context.exposeFunction('toldHere', (message: LabMessage) => this.hear(message));
    // Of a study that is there already from the first moment on, of a new one once the page shows it.
    await this.context.addInitScript((known: string) => {
      let heard = '';
      const listen = () => {
        const id = (/lab\/([0-9a-f-]{36})/.exec(location.hash)?.[1] ?? known) || heard;
        if (id === heard) return;
        heard = id;
        const told = (window as unknown as { toldHere(message: object): void }).toldHere;
        new BroadcastChannel(`tablab:lab:${id}`).onmessage = ({ data }: MessageEvent<LabMessage>) =>
          told({
            updates: data.updates.filter(({ type }) => ['epoch', 'trial', 'goesOn', 'run'].includes(type)),
          });
      };
      listen();
      setInterval(listen, 5);
    }, this.labId);
    this.page = await this.context.newPage();
    await this.page.goto(this.url);
  }

  private hear({ updates }: LabMessage): void {
    const at = Date.now();
    const { told } = this;
    for (const update of updates) {
      if (update.type === 'epoch') {
        const { trial, point } = update;
        this.goesOn(trial, point.epoch);
        const epochs = told.get(trial) ?? new Map<number, number>();
        told.set(trial, epochs.set(point.epoch, at));
      } else if (update.type === 'trial' && update.trial.state === 'running') {
        this.begun.set(update.trial.index, at);
      } else if (update.type === 'goesOn') {
        this.begun.set(update.trial, at);
      } else if (update.type === 'trial' && update.trial.state !== 'running') {
        told.delete(update.trial.index);
        this.begun.delete(update.trial.index);
        this.interrupted.delete(update.trial.index);
      } else if (update.type === 'run') {
        this.state = update.run.state;
        this.digest = update.run.digest;
      }
    }
  }

  private goesOn(trial: number, first: number): void {
    const before = this.interrupted.get(trial);
    if (!before) return;
    this.interrupted.delete(trial);
    const { cost, epochs, at } = before;
    const last = Math.max(...epochs.keys());
    if (first > last) return;
    cost.epochs += last - first + 1;
    // What it did before its first epoch was told in that life was little beside getting ready.
    const from = epochs.get(first - 1) ?? Math.min(...epochs.values());
    cost.seconds = Math.max(cost.seconds, (at - from) / 1000);
  }

  private async until(done: () => boolean): Promise<void> {
    const last = Date.now() + 60_000;
    while (!done()) {
      if (Date.now() > last) throw new Error(`nothing was told for a minute; the run was ${this.state}`);
      await sleep(10);
    }
  }
}

/** In the page: when the newest checkpoint of each trial was handed out, in milliseconds. */
function checkpointTimes(name: string): Promise<Record<number, number>> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error!);
    opening.onsuccess = () => {
      const asking = opening.result.transaction('checkpoints').objectStore('checkpoints').getAll();
      asking.onerror = () => reject(asking.error!);
      asking.onsuccess = () => {
        opening.result.close();
        resolve(Object.fromEntries(asking.result.map(({ trial, at }) => [trial, at])));
      };
    };
  });
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // It went with the others.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
