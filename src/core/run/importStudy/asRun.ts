// An imported study as a finished run of a lab: a journal like any other, whose opening says that it was run elsewhere.
import { runDigest } from '../../lab/digest';
import type { Lab } from '../../lab/document';
import type { Scalar } from '../../fields/field';
import { goalOf } from '../../nas/goal';
import { own } from '../../fields/own';
import { contains } from '../../space/domains';
import type { Param, ParamValues, Space } from '../../space/space';
import { isBetter } from '../leaderboard';
import { violationOf, type Direction } from '../objectives';
import type { ImportedOrigin, RunEvent, RunInfo, TrialRecord } from '../types';
import { labOfSearch, networksOf } from './networks';
import { refuse, valueNames, type ImportedStudy, type ImportedTrial } from './study';

export interface ImportWishes {
  readonly lab: Lab;
  readonly labId: string;
  readonly step: string;
  readonly datasetSha256: string;
  /** One per objective. */
  readonly directions: readonly Direction[];
  /** Other paths for its parameters; those left out keep their own. */
  readonly paths: Readonly<Record<string, string>>;
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  /** As an architecture search, its networks with it; missing: as a study of settings. */
  readonly asNetworks?: boolean;
}

export interface ImportedRun {
  readonly events: readonly RunEvent[];
  readonly info: RunInfo;
}

/** Throws `import-study` where two parameters are given one path, and `import-networks` where none follow from them. */
export async function importedRun(study: ImportedStudy, wishes: ImportWishes): Promise<ImportedRun> {
  const { labId, step, datasetSha256, directions, paths, id, at } = wishes;
  const networks = wishes.asNetworks ? networksOf(study) : null;
  const lab = networks ? labOfSearch(wishes.lab, step, networks) : wishes.lab;
  const space = renamed(study.space, paths);
  const goals = networks
    ? [goalOf(networks.config)]
    : valueNames(study.objectives).map((metric, i) => ({ metric, direction: directions[i] }));
  const names = goals.map(({ metric }) => metric);
  const { source, name } = study;
  const imported: ImportedOrigin = { source, name, space, goals, ...(networks ? { shape: networks.shape } : {}) };
  const first = study.trials.flatMap(({ curve }) => (curve.length > 0 ? [curve[0][0]] : []));
  // Steps from 1 are epochs counted from 1.
  const offset = first.length > 0 && first.every((one) => one >= 1) ? 1 : 0;
  const trials = study.trials.map((trial) =>
    networks && trial.whole ? trial.whole : recordOf(withoutEndless(trial, directions), { paths, names, offset, at }),
  );
  let best: TrialRecord | null = null;
  for (const trial of trials) if (isBetter(trial, best, goals[0].direction)) best = trial;
  const digest = (await runDigest(trials)).digest;
  const notes = study.notes.map((text): RunEvent => ({ type: 'note', at, text }));
  const opened: RunEvent = { type: 'opened', at, lab, step, datasetSha256, executor: 'simd', imported };
  const told = trials.map((trial): RunEvent => ({ type: 'told', trial }));
  const info: RunInfo = {
    id,
    labId,
    step,
    stepType: networks ? 'nas' : 'tune',
    state: 'done',
    createdAt: at,
    updatedAt: at,
    trialsDone: trials.length,
    trialsTotal: trials.length,
    best:
      best?.value === null || !best
        ? null
        : {
            trial: best.index,
            metric: names[0],
            value: best.value,
            ...(violationOf(best) > 0 ? { broken: true } : {}),
          },
    digest,
    executor: 'imported',
    backend: '',
    workers: 0,
    seconds: trials.reduce((sum, { seconds }) => sum + seconds, 0),
    hidden: false,
    imported: { source, name },
    artifacts: {},
  };
  return { events: [opened, ...notes, ...told, { type: 'state', state: 'done', at }], info };
}

function renamed(space: Space, paths: Readonly<Record<string, string>>): Space {
  const of = (path: string) => paths[path] ?? path;
  const out = space.map((param): Param => {
    const { path, when } = param;
    return { ...param, path: of(path), ...(when ? { when: { ...when, path: of(when.path) } } : {}) };
  });
  const all = out.map(({ path }) => path);
  const twice = all.find((path, i) => all.indexOf(path) !== i);
  if (twice) throw refuse(`two of its parameters would both be "${twice}"`);
  return out;
}

interface Naming {
  readonly paths: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly offset: number;
  readonly at: number;
}

/** A value that is endlessly good was a slip, and would lead for ever: such a trial counts as failed. */
function withoutEndless(trial: ImportedTrial, directions: readonly Direction[]): ImportedTrial {
  const endless = trial.values?.some((value, i) => value === (directions[i] === 'maximize' ? Infinity : -Infinity));
  return endless ? { ...trial, state: 'failed', values: null } : trial;
}

function recordOf(trial: ImportedTrial, { paths, names, offset, at }: Naming): TrialRecord {
  const { number, state, values, violations, curve, seconds, startedAt } = trial;
  const params = Object.fromEntries(Object.entries(trial.params).map(([path, value]) => [paths[path] ?? path, value]));
  const metrics = values ? Object.fromEntries(names.map((name, i) => [name, values[i]])) : {};
  return {
    index: number,
    params,
    state,
    value: values?.[0] ?? (state === 'pruned' ? (curve.at(-1)?.[1] ?? null) : null),
    metrics,
    ...(values && names.length > 1 ? { values } : {}),
    ...(violations ? { violations } : {}),
    curve: curve.map(([at_, value]) => ({ epoch: at_ - offset, loss: NaN, validation: { [names[0]]: value } })),
    bestEpoch: null,
    executor: 'imported',
    backend: '',
    attempts: 1,
    seconds,
    startedAt: startedAt ?? at,
  };
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
/** Usual short names of settings. */
const aliases: Readonly<Record<string, string>> = {
  lr: 'learningrate',
  wd: 'weightdecay',
  bs: 'batchsize',
  nepochs: 'epochs',
};

/**
 * For each imported parameter the parameter of a space that it probably is: of the same path, or alone in having the same
 * last name whatever its spelling; only where the space holds some of its values.
 */
export function proposePaths(
  study: Pick<ImportedStudy, 'space' | 'trials'>,
  space: Space,
  held: (param: Param, values: readonly ParamValues[], path: string) => boolean = holdsSome,
): Record<string, string> {
  const out: Record<string, string> = {};
  const points = study.trials.map(({ params }) => params);
  const taken = new Set(study.space.map(({ path }) => path));
  for (const { path } of study.space) {
    if (space.some((own) => own.path === path)) continue;
    const name = plain(path);
    const wanted = own(aliases, name) ?? name;
    const matching = space.filter((own) => {
      // What kind of thing something is goes by its own name elsewhere: `optimizer` for `optimizer.type`.
      const named = own.path.replace(/\.type$/, '');
      const last = plain(named.slice(named.lastIndexOf('.') + 1));
      return (last === wanted || plain(own.path) === wanted) && !taken.has(own.path) && held(own, points, path);
    });
    if (matching.length !== 1) continue;
    out[path] = matching[0].path;
    taken.add(matching[0].path);
  }
  return out;
}

const holdsSome = ({ domain }: Param, points: readonly ParamValues[], path: string): boolean =>
  points.some((point) => path in point && contains(domain, point[path] as Scalar));
