// What a study takes from earlier ones: their best points to try first, and all their trials as a faint prior for samplers
// that model. Values of other studies are of other data or other settings, so only their order counts: each study's trials
// are ranked among themselves. Whatever is taken is written into the run's journal, so that it stands when the earlier
// study is gone. How samplers use it: docs/methods/search.md.
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { keeps, type Condition } from '../space/constraint';
import { contains, sizeOfDomain } from '../space/domains';
import { isActive, pointKey } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import { violationOf } from './objectives';
import type { TrialRecord } from './types';

/** An earlier study's trial, as far as its settings are settings here. */
export interface WarmTrial {
  readonly params: ParamValues;
  /** Rank among the trials of its study, from just above 0 (best) to just below 1. */
  readonly rank: number;
}

export interface WarmData {
  /** Names of the studies, their digests, trials with a value, and those of them that can be used. */
  readonly studies: readonly {
    readonly name: string;
    readonly digest: string;
    readonly trials: number;
    readonly used: number;
  }[];
  /** Points to try first, best first; what they leave open is drawn. */
  readonly first: readonly ParamValues[];
  /** For samplers that model; empty where they are not to. */
  readonly trials: readonly WarmTrial[];
}

export interface WarmSource {
  readonly name: string;
  readonly digest: string;
  readonly direction: 'minimize' | 'maximize';
  readonly trials: readonly TrialRecord[];
  /** The value that a setting had in all of its trials, where it did not vary. */
  fixed(path: string): Scalar | undefined;
}

export interface WarmWishes {
  /** Best points to try first. */
  readonly first: number;
  /** Whether samplers that model hear of the trials. */
  readonly model: boolean;
}

/** Trials that samplers hear of, over all studies. */
export const mostWarmTrials = 200;

/** Throws `warm-start-empty` for a study without any use. */
export function warmData(
  wishes: WarmWishes,
  sources: readonly WarmSource[],
  space: Space,
  conditions: readonly Condition[],
): WarmData {
  const free = space.filter(({ domain }) => sizeOfDomain(domain) > 1);
  const each = sources.map((source) =>
    rankedTrials(
      source,
      space,
      free.map(({ path }) => path),
    ),
  );
  const seen = new Set<string>();
  const fresh = ({ params }: WarmTrial): boolean => {
    const key = pointKey(params);
    return !seen.has(key) && Boolean(seen.add(key));
  };
  const all = each
    .flat()
    .sort((a, b) => a.rank - b.rank)
    .filter(fresh)
    .filter(({ params }) => keeps(conditions, params));
  return {
    studies: sources.map(({ name, digest, trials }, i) => ({
      name,
      digest,
      trials: trials.filter(isUsable).length,
      used: each[i].length,
    })),
    first: all.slice(0, wishes.first).map(({ params }) => params),
    trials: wishes.model ? thinned(all) : [],
  };
}

const isUsable = (trial: TrialRecord): boolean =>
  trial.state === 'done' && trial.value !== null && Number.isFinite(trial.value) && violationOf(trial) === 0;

function rankedTrials(source: WarmSource, space: Space, free: readonly string[]): WarmTrial[] {
  const { name, direction, trials } = source;
  const sign = direction === 'minimize' ? 1 : -1;
  const usable = trials.filter(isUsable).sort((a, b) => sign * (a.value! - b.value!) || a.index - b.index);
  if (usable.length === 0) throw new TablabError('warm-start-empty', { name, reason: 'no trial has a value' });
  const shared = usable.flatMap((trial, i) => {
    const params = shareOf(trial.params, source, space);
    return free.some((path) => path in params) ? [{ params, rank: (i + 0.5) / usable.length }] : [];
  });
  if (shared.length > 0) return shared;
  throw new TablabError('warm-start-empty', {
    name,
    reason: 'no setting that varies here has a value in it that is in range',
  });
}

/** The settings of a trial that exist here, with values that they may have here. */
function shareOf(params: ParamValues, { fixed }: WarmSource, space: Space): ParamValues {
  const out: Record<string, Scalar> = {};
  for (const param of space) {
    if (!isActive(param, out)) continue;
    const value = params[param.path] ?? fixed(param.path);
    if (value !== undefined && contains(param.domain, value)) out[param.path] = value;
  }
  return out;
}

/** The best half of what is heard, and the others evenly spread over the rest. */
function thinned(all: readonly WarmTrial[]): WarmTrial[] {
  if (all.length <= mostWarmTrials) return [...all];
  const best = mostWarmTrials / 2;
  const rest = all.length - best;
  return Array.from({ length: mostWarmTrials }, (_, k) =>
    k < best ? all[k] : all[best + Math.floor(((k - best + 0.5) * rest) / best)],
  );
}
