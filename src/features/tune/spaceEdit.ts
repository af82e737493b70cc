// Edits of a search space. Order follows the form, except that a parameter stands after the one it depends on.
import { TablabError } from '$core/errors/error';
import type { Param, Space } from '$core/space/space';
import { spaceErrors } from '$core/space/validate';
import { tunableFields, type TunableField } from '$core/space/tunable';
import type { TrainConfig } from '$core/train/config';

/** Sets or removes (null) one parameter; what can then no longer exist goes with it. */
export function setParam(space: Space, path: string, param: Param | null, base: TrainConfig): Param[] {
  const others = space.filter((one) => one.path !== path);
  return tidy(param ? [...others, param] : others, base);
}

/** Drops parameters whose place is gone from the configuration, and conditions on parameters that are gone. */
export function tidy(space: Space, base: TrainConfig): Param[] {
  const fields = new Map(tunableFields(base, space).map((field, place) => [field.path, { field, place }]));
  const kept = space.filter(({ path }) => fields.has(path)).map((param) => conditioned(param, space, fields));
  kept.sort((a, b) => fields.get(a.path)!.place - fields.get(b.path)!.place);
  return parentsFirst(kept);
}

/** The condition that the form's own types demand, else the person's if its parent is still there. */
function conditioned(param: Param, space: Space, fields: ReadonlyMap<string, { field: TunableField }>): Param {
  const demanded = fields.get(param.path)?.field.when;
  if (demanded) return { ...param, when: demanded };
  if (!param.when) return param;
  const own = /^(optimizer|schedule)\.options\./.exec(param.path)?.[1];
  const gone = !space.some(({ path }) => path === param.when!.path);
  // A type that once varied demanded this condition; it no longer does.
  const obsolete = own !== undefined && param.when.path === `${own}.type`;
  if (!gone && !obsolete) return param;
  const { when: _when, ...rest } = param;
  return rest;
}

function parentsFirst(space: Param[]): Param[] {
  const placed: Param[] = [];
  const place = (param: Param, above: readonly string[]) => {
    if (placed.includes(param) || above.includes(param.path)) return;
    const parent = param.when && space.find(({ path }) => path === param.when!.path);
    if (parent) place(parent, [...above, param.path]);
    placed.push(param);
  };
  for (const param of space) place(param, []);
  return placed;
}

/** What is wrong, by path; the empty path holds what concerns the space as a whole. */
export function problemsOf(space: Space, base: TrainConfig): ReadonlyMap<string, string> {
  const text = (error: TablabError) => `${error.message} ${error.action}`;
  return new Map(spaceErrors(space, base).map((error) => [String(error.details.param ?? ''), text(error)]));
}
