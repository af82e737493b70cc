// A study that was run elsewhere, as it is read from a file: its space, its trials, which way is better. Files come from
// strangers, so everything is bounded, and nothing in them is ever evaluated.
import { TablabError } from '../../errors/error';
import { sizeOfDomain, valueAt } from '../../space/domains';
import type { Domain, ParamValues, Space } from '../../space/space';
import type { Direction } from '../objectives';
import type { TrialRecord } from '../types';
import type { ImportedNetworks } from './networks';

export const importLimits = {
  /** Bytes of a file. */
  bytes: 64 * 1024 * 1024,
  trials: 100_000,
  params: 200,
  /** Values reported on the way, over all trials. */
  steps: 2_000_000,
  choices: 1000,
  /** Characters of a name or a choice. */
  text: 200,
  /** Objectives. */
  values: 4,
  /** Limits that trials may break. */
  limits: 50,
} as const;

export interface ImportedTrial {
  readonly number: number;
  readonly state: 'done' | 'pruned' | 'failed';
  readonly params: ParamValues;
  /** One per objective; null where the trial has none. */
  readonly values: readonly number[] | null;
  /** How far it breaks each limit of its study, above 0: broken. Missing: the file does not say. */
  readonly violations?: readonly number[];
  /** Step and value as reported on the way, in order of the step. */
  readonly curve: readonly (readonly [step: number, value: number])[];
  readonly seconds: number;
  /** Milliseconds since 1970; null where the file does not say. */
  readonly startedAt: number | null;
  /** Of an architecture search: all that was saved of it. */
  readonly whole?: TrialRecord;
}

export interface ImportedStudy {
  readonly source: 'Optuna journal' | 'CSV file' | 'Saved trials';
  readonly name: string;
  /** One per objective; null where the file does not say. */
  readonly directions: readonly Direction[] | null;
  /** Objectives, 1 to 4. */
  readonly objectives: number;
  readonly space: Space;
  readonly trials: readonly ImportedTrial[];
  /** Of an architecture search that was saved here: what its networks follow from. */
  readonly networks?: ImportedNetworks;
  /** What was left out or guessed, in plain words. */
  readonly notes: readonly string[];
}

/** What a file holds, without its trials: what a person is asked about before it is kept. */
export interface FoundStudy extends Omit<ImportedStudy, 'trials'> {
  /** How many. */
  readonly trials: number;
  /** Which parameters of the asking study its own probably are, see `proposePaths`. */
  readonly proposed: Readonly<Record<string, string>>;
}

/** Names of imported objectives: `value` of one, `value 1`, `value 2`, ... of several. */
export const valueNames = (objectives: number): string[] =>
  objectives === 1 ? ['value'] : Array.from({ length: objectives }, (_, i) => `value ${i + 1}`);

/** Milliseconds since 1970 of a date as Python writes it; null where it is none. */
export function momentOf(date: string | null | undefined): number | null {
  const at = date ? Date.parse(date) : NaN;
  return Number.isFinite(at) && at >= 0 ? at : null;
}

export const refuse = (reason: string, cause?: unknown): TablabError =>
  new TablabError('import-study', { reason }, cause === undefined ? undefined : { cause });

/** Names as paths of a space: letters, digits, `_ $ . -`. Two that become alike get a number. */
export class Paths {
  private readonly byName = new Map<string, string>();
  private readonly taken = new Set<string>();

  of(name: string): string {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.byName.size >= importLimits.params) throw refuse(`it has more than ${importLimits.params} parameters`);
    const tidy = name.replace(/[^A-Za-z0-9_$.-]+/g, '_').slice(0, 100) || 'parameter';
    // What every object has is no name for a value.
    const plain = tidy in {} ? `${tidy}_` : tidy;
    let path = plain;
    for (let n = 2; this.taken.has(path); n++) path = `${plain}_${n}`;
    this.byName.set(name, path);
    this.taken.add(path);
    return path;
  }

  /** Which names are others here; none where all could stay. */
  notes(): string[] {
    const other = [...this.byName].filter(([name, path]) => name !== path);
    if (other.length === 0) return [];
    const text = other.slice(0, 10).map(([name, path]) => `"${name}" is ${path}`);
    const more = other.length > 10 ? ` and ${other.length - 10} more` : '';
    return [`Names here have letters of English, digits, _ $ . and -: ${text.join(', ')}${more}.`];
  }
}

/** Whether a trial breaks a limit. */
export const breaks = ({ violations = [] }: Pick<ImportedTrial, 'violations'>): boolean =>
  violations.some((far) => far > 0);

/** A note on the trials that break limits; none where none does. */
export function limitNotes(trials: readonly ImportedTrial[]): string[] {
  const count = trials.filter(breaks).length;
  if (count === 0) return [];
  if (trials.every((trial) => trial.state !== 'done' || breaks(trial))) return ['No finished trial keeps the limits.'];
  return [
    `${count} ${count === 1 ? 'trial breaks a limit, and stands' : 'trials break a limit, and stand'} behind those that keep them.`,
  ];
}

/** A step of a range is the decimal that a person means: Python adds up 0.8999999999999999 where 0.9 is meant. */
export function ontoStep(domain: Domain, value: number): number {
  if (domain.kind !== 'float' || domain.step === undefined) return value;
  const index = Math.round((value - domain.low) / domain.step);
  if (index < 0 || index >= sizeOfDomain(domain)) return value;
  const exact = valueAt(domain, index) as number;
  return Math.abs(exact - value) <= 1e-9 * domain.step + 1e-12 * Math.abs(value) ? exact : value;
}
