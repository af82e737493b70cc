// The space of an imported study. Files say which values a trial had, not why it had no others: a parameter that only some
// trials have exists, as far as one can see, only with certain values of another.
import type { Scalar } from '../../fields/field';
import { enumerate, sizeOfDomain } from '../../space/domains';
import type { Domain, Param, ParamValues, Space } from '../../space/space';
import type { ImportedTrial } from './study';

type Seen = Pick<ImportedTrial, 'params' | 'state'>;

/** A number of layers and the like has few values. */
const mostCounts = 32;
/** Those of a kind are alike good as parents, the first kinds better. */
const parentKinds: readonly Domain['kind'][][] = [
  ['choice', 'bool'],
  ['int', 'ordinal'],
];
/** Trials with and without a parameter, multiplied: below this, a split along a number comes up by chance. */
const leastEvidence = 20;

/**
 * Parameters in an order in which a condition's parent comes first, which may have a condition itself. The first choice or switch
 * that explains what is missing is taken, then the first number of few values. Trials that failed may have ended before they
 * asked for everything, so they say nothing while there are others.
 */
export function spaceOf(domains: ReadonlyMap<string, Domain>, trials: readonly Seen[]): Space {
  const whole = trials.filter(({ state }) => state !== 'failed');
  const points = (whole.length > 0 ? whole : trials).map(({ params }) => params);
  const space: Param[] = [];
  const open = new Map<string, Domain>();
  for (const [path, domain] of domains)
    if (points.every((params) => path in params)) space.push({ path, domain });
    else open.set(path, domain);
  const place = (path: string, when: Param['when'] | null) => {
    space.push({ path, domain: open.get(path)!, ...(when ? { when } : {}) });
    open.delete(path);
  };
  while (open.size > 0) {
    const before = open.size;
    for (const path of [...open.keys()]) {
      const when = explained(path, space, points);
      if (when) place(path, when);
    }
    // What nothing explains may still explain others.
    const parents = [...open].filter(([, { kind }]) => parentKinds.flat().includes(kind));
    if (open.size > 0 && open.size === before) place((parents[0] ?? [...open][0])[0], null);
  }
  return space;
}

function explained(path: string, space: Space, points: readonly ParamValues[]): Param['when'] | null {
  for (const kinds of parentKinds)
    for (const { path: parent, domain } of space) {
      if (!kinds.includes(domain.kind)) continue;
      const found = conditionOf(path, parent, domain, points);
      if (found) return found;
    }
  return null;
}

/** The values of `parent` with which `path` exists; null where the same value goes with and without it, or nothing is told. */
function conditionOf(
  path: string,
  parent: string,
  domain: Domain,
  points: readonly ParamValues[],
): Param['when'] | null {
  const [withIt, without]: [Scalar[], Scalar[]] = [[], []];
  for (const params of points) {
    if (parent in params) (path in params ? withIt : without).push(params[parent]);
    else if (path in params) return null;
  }
  // A parent that only explains itself away: where it exists, so does the other.
  if (withIt.length === 0 || without.length === 0) return null;
  const having = new Set(withIt);
  if (without.some((value) => having.has(value))) return null;
  if (domain.kind === 'choice' || domain.kind === 'bool') return { path: parent, in: [...having] };
  if (withIt.length * without.length < leastEvidence || sizeOfDomain(domain) > mostCounts) return null;
  return beyond(parent, enumerate(domain), having, new Set(without));
}

/** All values from the first with it on, or up to the last, where one limit parts them from those without. */
function beyond(
  parent: string,
  values: readonly Scalar[],
  having: ReadonlySet<Scalar>,
  lacking: ReadonlySet<Scalar>,
): Param['when'] | null {
  const places = (of: ReadonlySet<Scalar>) => values.flatMap((value, i) => (of.has(value) ? [i] : []));
  const [own, others] = [places(having), places(lacking)];
  if (own[0] > others[others.length - 1]) return { path: parent, in: values.slice(own[0]) };
  if (own[own.length - 1] < others[0]) return { path: parent, in: values.slice(0, own[own.length - 1] + 1) };
  return null;
}
