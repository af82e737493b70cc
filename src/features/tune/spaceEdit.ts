// Edits of a search space. Order follows the form, except that a parameter stands after the one it depends on.
import { errorText } from '$core/errors/error';
import type { FeaturesConfig } from '$core/lab/document';
import type { Param, Space } from '$core/space/space';
import { parseFeaturePath } from '$core/space/featurePaths';
import { spaceErrors } from '$core/space/validate';
import { tunableFields, type TunableField } from '$core/space/tunable';
import type { TrainConfig } from '$core/train/config';

/** What a space may vary. */
export interface Varied {
  readonly base: TrainConfig;
  readonly features: FeaturesConfig;
}

/** Sets or removes (null) one parameter; what can then no longer exist goes with it. */
export function setParam(space: Space, path: string, param: Param | null, of: Varied): Param[] {
  const others = space.filter((one) => one.path !== path);
  return tidy(param ? [...others, param] : others, of);
}

/** Drops parameters whose place is gone from the configuration, and conditions on parameters that are gone. */
export function tidy(space: Space, { base, features }: Varied): Param[] {
  const fields = new Map(tunableFields(base, space, features).map((field, place) => [field.path, { field, place }]));
  const kept = space.filter(({ path }) => fields.has(path)).map((param) => conditioned(param, space, fields));
  kept.sort((a, b) => fields.get(a.path)!.place - fields.get(b.path)!.place);
  return parentsFirst(kept);
}

/** The condition that the form's own types demand, else the person's if its parent is still there. */
function conditioned(param: Param, space: Space, fields: ReadonlyMap<string, { field: TunableField }>): Param {
  const demanded = fields.get(param.path)?.field.when;
  if (demanded) return { ...param, when: demanded };
  if (!param.when) return param;
  const own = typePathOf(param.path);
  const gone = !space.some(({ path }) => path === param.when!.path);
  // A type that once varied demanded this condition; it no longer does.
  const obsolete = own !== null && param.when.path === own;
  if (!gone && !obsolete) return param;
  const { when: _when, ...rest } = param;
  return rest;
}

/** The path of the type whose option a path is; null for what is no such option. */
function typePathOf(path: string): string | null {
  const own = /^(optimizer|schedule)\.options\./.exec(path)?.[1];
  if (own !== undefined) return `${own}.type`;
  const place = parseFeaturePath(path);
  return place?.kind === 'part' && place.key !== undefined ? path.slice(0, path.lastIndexOf('.')) : null;
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
export function problemsOf(space: Space, { base, features }: Varied): ReadonlyMap<string, string> {
  return new Map(
    spaceErrors(space, base, features).map((error) => [String(error.details.param ?? ''), errorText(error)]),
  );
}
