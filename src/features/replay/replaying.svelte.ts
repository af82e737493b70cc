// A table of known results in the page: what it was taken for, and the searches of it as they end.
import type { ReplayClient, ReplayedSearch, TableDescription, TableText } from '$bridge/replayClient';
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import { choicesOf, directionOf, type Look, type Role } from '$core/replay/look';
import type { ReplayOptions } from '$core/replay/replay';
import { spreadOf, type Spread } from '$core/replay/summary';
import type { Progress } from '$core/run/types';
import { isGzip } from '$core/table/readers/gzip';

let client: Promise<ReplayClient> | undefined;
const replayClient = () => (client ??= import('$bridge/replayClient').then((module) => module.createReplayClient()));

type Direction = 'minimize' | 'maximize';

/** Of each of these one column at most. */
const alone: readonly (readonly Role[])[] = [['result', 'curve'], ['epochs']];

export interface Contest {
  readonly label: string;
  readonly searches: readonly ReplayedSearch[];
  /** Quartiles over the seeds after each number of trials. */
  readonly spread: readonly Spread[];
  readonly askMs: number;
}

export class Replaying {
  file = $state.raw<TableText | null>(null);
  look = $state.raw<Look | null>(null);
  roles = $state.raw<ReadonlyMap<string, Role>>(new Map());
  direction = $state<Direction>('maximize');
  nearest = $state(false);
  described = $state.raw<TableDescription | null>(null);
  searches = $state.raw<readonly ReplayedSearch[]>([]);
  /** What the searches were run with. */
  ran = $state.raw<ReplayOptions | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<PlainError | null>(null);
  reading = $state(false);
  running = $state(false);
  #stopper: AbortController | undefined;
  #question = 0;

  readonly contests = $derived.by((): Contest[] => {
    const groups = new Map<number, ReplayedSearch[]>();
    for (const search of this.searches) groups.set(search.contender, [...(groups.get(search.contender) ?? []), search]);
    return [...groups].sort(([a], [b]) => a - b).map(([, searches]) => contestOf(searches));
  });

  async open(file: File): Promise<void> {
    this.close();
    this.reading = true;
    try {
      const table = { name: file.name, text: await textOf(file) };
      const look = await (await replayClient()).look(table);
      this.file = table;
      this.look = look;
      this.roles = new Map(look.columns.map(({ name, role }) => [name, role]));
      this.direction = look.direction;
      await this.describe();
      if (this.error) await this.#asSample();
    } catch (thrown) {
      this.error = plainError(thrown);
    }
    this.reading = false;
  }

  /** Where the rows are too few for a grid, or numbers too many for a list, perhaps they are a sample: said by a tick. */
  async #asSample(): Promise<void> {
    const { error } = this;
    if (error?.code !== 'replay-sparse' && error?.code !== 'replay-many') return;
    this.nearest = true;
    await this.describe();
    if (!this.error) return;
    this.nearest = false;
    this.error = error;
  }

  close(): void {
    this.stop();
    this.file = this.look = this.described = this.error = this.ran = null;
    this.searches = [];
    this.nearest = false;
  }

  /** Where one column has this role, as a result has, it takes it from the other. */
  setRole(name: string, role: Role): Promise<void> {
    const single = alone.find((roles) => roles.includes(role));
    if (role === 'result' || role === 'curve') this.direction = directionOf(name);
    this.roles = new Map(
      [...this.roles].map(([other, old]) => {
        if (other === name) return [other, role];
        return [other, single?.includes(old) ? 'out' : old];
      }),
    );
    return this.describe();
  }

  /** Of several questions the last one is answered. */
  async describe(): Promise<void> {
    if (!this.file) return;
    const question = ++this.#question;
    this.stop();
    this.searches = [];
    const choices = this.#choices();
    try {
      const described = await (await replayClient()).describe(this.file, choices);
      if (question !== this.#question) return;
      this.described = described;
      this.error = null;
    } catch (thrown) {
      if (question !== this.#question) return;
      this.described = null;
      this.error = plainError(thrown);
    }
  }

  async run(options: ReplayOptions): Promise<void> {
    if (!this.file) return;
    this.stop();
    const stopper = new AbortController();
    this.#stopper = stopper;
    const current = () => this.#stopper === stopper && !stopper.signal.aborted;
    this.searches = [];
    this.ran = options;
    this.error = this.progress = null;
    this.running = true;
    const on = (progress: Progress) => {
      if (current()) this.progress = progress;
    };
    const found = (search: ReplayedSearch) => {
      if (current()) this.searches = [...this.searches, search];
    };
    try {
      await (await replayClient()).replay(this.file, this.#choices(), options, on, found, stopper.signal);
    } catch (thrown) {
      const plain = plainError(thrown);
      if (current() && plain.code !== 'aborted') this.error = plain;
    } finally {
      if (this.#stopper === stopper) this.running = false;
    }
  }

  /** What was found stays. */
  stop(): void {
    this.#stopper?.abort();
    this.running = false;
  }

  #choices() {
    return choicesOf(this.roles, this.direction, this.nearest);
  }
}

/** Unpacked where it is gzipped, whatever its name. */
async function textOf(file: File): Promise<string> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (!isGzip(head)) return file.text();
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TablabError('file-unreadable', { name: file.name, format: 'gzip', reason }, { cause: error });
  }
}

function contestOf(searches: readonly ReplayedSearch[]): Contest {
  const [{ label, regrets }] = searches;
  const spread = spreadOf(
    { regrets: searches.map((search) => search.regrets as unknown as number[]) },
    Array.from(regrets, (_, i) => i + 1),
  );
  const askMs = searches.reduce((sum, search) => sum + search.askMs, 0) / searches.length;
  return { label, searches, spread, askMs };
}
