// Which parameters are modelled together: optuna/search_space/{intersection,group_decomposed}.py. A parameter in no part
// is modelled alone.
import { sizeOfDomain } from '../../space/domains';
import type { Param, ParamValues, Space } from '../../space/space';

export type Together = 'joint' | 'groups' | 'alone';

/** `joint`: the parameters that every trial has. `groups`: the largest sets that only occur together. `alone`: none. */
export function partsOf(space: Space, seen: readonly ParamValues[], together: Together): Param[][] {
  if (together === 'alone') return [];
  const free = space.filter(({ domain }) => sizeOfDomain(domain) > 1);
  if (together === 'joint') {
    const part = free.filter(({ path }) => seen.every((params) => path in params));
    return part.length > 0 && seen.length > 0 ? [part] : [];
  }
  // Sets that only occur together are the classes of parameters that the same trials have.
  const classes = new Map<string, Param[]>();
  for (const param of free) {
    const trials = seen.map((params) => (param.path in params ? '1' : '0')).join('');
    if (!trials.includes('1')) continue;
    classes.set(trials, [...(classes.get(trials) ?? []), param]);
  }
  return [...classes.values()];
}
