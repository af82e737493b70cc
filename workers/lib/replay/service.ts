// What the replay worker does. The table that was read last is kept; a new replay, or `stop`, ends the one before at its next
// trial.
import { refusal } from '$core/errors/error';
import { joined } from '$core/replay/joined';
import { lookAt, type Look } from '$core/replay/look';
import { tableStrategies } from '$core/replay/networks';
import { bestOf } from '$core/replay/problem';
import { Replay, type Named, type ReplayOptions } from '$core/replay/replay';
import type { Rows } from '$core/replay/cells';
import { readRows } from '$core/replay/rows';
import type { Ended } from '$core/replay/search';
import { tableOf, type ReplayTable, type TableChoices } from '$core/replay/table';
import { strategyDef } from '$core/nas/strategies/registry';
import type { Progress } from '$core/run/types';
import { samplerDefs } from '$core/samplers/registry';
import type { ReplayApi, ReplayedSearch, TableDescription, TableText } from '../../replay.api';
import { quickNumerics } from '../products';
import { Task } from '../table/task';

const single = { samplers: [], strategies: [], pruners: [], trials: 1, seeds: 1, width: 1 };

export class ReplayService implements ReplayApi {
  private task: Task | null = null;
  private known: { readonly of: TableText; readonly rows: Rows } | null = null;

  look(table: TableText): Promise<Look> {
    return Promise.resolve(lookAt(this.rowsOf(table)));
  }

  describe(text: TableText, choices: TableChoices): Promise<TableDescription> {
    const table = tableOf(this.rowsOf(text), choices);
    const values = table.space.flatMap(({ domain }) => (domain.kind === 'choice' ? domain.values.map(String) : []));
    const absent = values.length > 0 ? { absent: values[0] } : {};
    const problem = (more: Partial<ReplayOptions>) => refusal(() => new Replay(table, { ...single, ...more }));
    return Promise.resolve({
      notes: table.notes,
      configurations: table.configurations.length,
      best: bestOf(table),
      geneValues: table.genes === 'characters' ? [...new Set(values)].sort() : [],
      samplers: samplerDefs.map(({ type, label }) => ({ type, label, problem: problem({ samplers: [type] }) })),
      strategies: tableStrategies.map((type) => {
        const { label } = strategyDef(type);
        return { type, label, problem: problem({ strategies: [type], ...absent }) };
      }),
    });
  }

  async replay(
    text: TableText,
    choices: TableChoices,
    options: ReplayOptions,
    on: (progress: Progress) => void,
    found: (search: ReplayedSearch) => void,
  ): Promise<void> {
    this.task?.cancel();
    const task = new Task(on);
    this.task = task;
    await quickNumerics();
    const replay = new Replay(tableOf(this.rowsOf(text), choices), options);
    const { entrants } = replay;
    const total = entrants.length * options.seeds;
    let done = 0;
    for (let seed = 0; seed < options.seeds; seed++) {
      for (const [contender, entrant] of entrants.entries()) {
        task.context.progress('searches', done++, total);
        const trials = await searched(replay, entrant, seed, task);
        found({ contender, label: entrant.name, seed, ...readOff(replay, trials, options.trials) });
      }
    }
    task.context.progress('searches', done, total);
  }

  stop(): Promise<void> {
    this.task?.cancel();
    return Promise.resolve();
  }

  private rowsOf(table: TableText): Rows {
    if (this.known?.of.text !== table.text) this.known = { of: table, rows: joined(readRows(table.name, table.text)) };
    return this.known.rows;
  }
}

async function searched(replay: Replay, entrant: Named, seed: number, task: Task): Promise<Ended[]> {
  const trials: Ended[] = [];
  for (const ended of replay.search(entrant, seed, () => performance.now())) {
    trials.push(ended);
    await task.context.pause();
  }
  return trials;
}

function readOff({ yardstick }: Replay & { table: ReplayTable }, trials: readonly Ended[], budget: number) {
  const each = Array.from({ length: budget }, (_, i) => i + 1);
  const asks = trials.reduce((sum, { askMs }) => sum + askMs, 0);
  return { regrets: Float64Array.from(yardstick.regrets(trials, each)), askMs: asks / Math.max(1, trials.length) };
}
