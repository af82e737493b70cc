// A replay: samplers, strategies and pruners searching a table under many seeds, and what each came to.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { prunerDef, prunerOptions, type PrunerChoice } from '../pruners/registry';
import { samplerDef, samplerOptions, samplerRefusal } from '../samplers/registry';
import { architecturesOf, strategyEntrant } from './networks';
import { problemOf, yardstickOf, type Yardstick } from './problem';
import { searchOf, type Ended, type Entrant, type Problem } from './search';
import { checkpointsOf, type Curves } from './summary';
import type { ReplayTable } from './table';

const names = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(60))), v.maxLength(40));
const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

export const replayOptionsSchema = v.strictObject({
  samplers: names,
  strategies: names,
  /** With each sampler; `none` trains everything to its end. */
  pruners: names,
  /** Where there are learning curves: whole trainings' worth of epochs. */
  trials: whole(1, 2000),
  seeds: whole(1, 1000),
  width: whole(1, 64),
  /** Of genes: the value that adds nothing. */
  absent: v.optional(v.string()),
});
export type ReplayOptions = v.InferOutput<typeof replayOptionsSchema>;

export interface Named extends Entrant {
  readonly name: string;
}

/** With pruners a trial may cost little: so many times the trainings that the budget pays for are started at most. */
const mostStarted = 20;

export class Replay {
  readonly problem: Problem;
  readonly yardstick: Yardstick;
  readonly entrants: readonly Named[];
  readonly checkpoints: readonly number[];

  /** Throws what an entrant says against the table: `sampler-*`, `nas-*`, `pruner-unknown` or `replay-*`. */
  constructor(
    readonly table: ReplayTable,
    private readonly options: ReplayOptions,
  ) {
    this.problem = problemOf(table);
    this.yardstick = yardstickOf(table);
    this.checkpoints = checkpointsOf(options.trials);
    this.entrants = entrantsOf(table, this.problem, options);
  }

  /** The trials of one search, until the budget is spent. */
  *search(entrant: Named, seed: number, now?: () => number): Generator<Ended> {
    const { trials: budget, width } = this.options;
    const trials = entrant.pruner ? Math.min(mostStarted * budget, this.table.configurations.length) : budget;
    for (const ended of searchOf(this.problem, entrant, { trials, seed, width, ...(now ? { now } : {}) })) {
      yield ended;
      if (ended.spent >= budget) return;
    }
  }

  /** All searches of one entrant; `onSeed` after each. */
  measure(entrant: Named, now?: () => number, onSeed: (seed: number) => void = () => undefined): Curves {
    const regrets: number[][] = [];
    const times: number[] = [];
    for (let seed = 0; seed < this.options.seeds; seed++) {
      const trials = [...this.search(entrant, seed, now)];
      regrets.push(this.yardstick.regrets(trials, this.checkpoints));
      for (const { askMs } of trials) times.push(askMs);
      onSeed(seed);
    }
    times.sort((a, b) => a - b);
    const mean = times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
    return { name: entrant.name, regrets, ask: { mean, p95: times[Math.floor(0.95 * (times.length - 1))] ?? 0 } };
  }
}

function entrantsOf(table: ReplayTable, { space, directions }: Problem, options: ReplayOptions): Named[] {
  const { samplers, strategies, pruners, absent } = options;
  const several = directions.length > 1;
  if (strategies.length > 0 && several) throw new TablabError('replay-several', { count: directions.length });
  if (strategies.length > 0 && table.nearest) throw new TablabError('replay-nearest');
  const choices = pruners.map((text) => (text === 'none' ? null : prunerIn(text)));
  const pruner = choices.find((one) => one !== null);
  if (pruner && table.epochs === 0) throw new TablabError('replay-pruner', { pruner: prunerDef(pruner.type).label });
  const plain: Named[] = samplers.map((type) => {
    const def = samplerDef(type);
    const refusal = samplerRefusal(def, space, samplerOptions(def, {}), several);
    if (refusal) throw refusal;
    return { name: def.label, sampler: type };
  });
  const architectures = strategies.length > 0 ? architecturesOf(table, absentGene(table, absent)) : null;
  for (const type of strategies) {
    const entrant = strategyEntrant(type, architectures!);
    const def = entrant.make!();
    const refusal = def.check(space, {});
    if (refusal) throw refusal;
    plain.push({ name: `${def.label} (strategy)`, ...entrant });
  }
  if (pruners.length === 0) return plain;
  return choices.flatMap((choice) =>
    plain.map((one) => {
      if (!choice) return { ...one, name: `${one.name}, no pruning` };
      const said = Object.entries(choice.options).map(([key, value]) => `, ${key} ${value}`);
      return { ...one, name: `${one.name}, ${prunerDef(choice.type).label}${said.join('')}`, pruner: choice };
    }),
  );
}

/** `asha`, or with options `asha:minEpochs=3:eta=4`. Throws `pruner-unknown` or `field-invalid`. */
function prunerIn(text: string): PrunerChoice {
  const [type, ...said] = text.split(':');
  const options = Object.fromEntries(
    said.map((one) => {
      const [key, value = ''] = one.split('=');
      return [key, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
  prunerOptions(prunerDef(type), options);
  return { type, options };
}

/** The value of the table's genes that is written so. */
function absentGene({ space }: ReplayTable, text: string | undefined): Scalar | undefined {
  if (text === undefined) return undefined;
  const values = space.flatMap(({ domain }) => ('values' in domain ? domain.values : []));
  return values.find((value) => String(value) === text) ?? text;
}
