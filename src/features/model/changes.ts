// What differs between two configurations, as paths, for the marks "changed since the last run".
import { fieldAt, configFields } from '$core/space/configFields';
import { getAt } from '$core/space/paths';
import { tunableFields } from '$core/space/tunable';
import type { TrainConfig } from '$core/train/config';

/** Paths whose values differ; `layers.<id>` for a layer that is new, moved or wired differently. */
export function changedPaths(now: TrainConfig, before: TrainConfig | null): ReadonlySet<string> {
  const changed = new Set<string>();
  if (!before || now === before) return changed;
  for (const { path, value } of tunableFields(now)) {
    const old = path in configFields || fieldAt(before, path) ? getAt(before, path) : undefined;
    if (old !== undefined && !Object.is(old, value)) changed.add(path);
  }
  now.layers.forEach((layer, i) => {
    const old = before.layers.findIndex(({ id }) => id === layer.id);
    const same =
      old === i && before.layers[old].type === layer.type && String(before.layers[old].inputs) === String(layer.inputs);
    if (!same) changed.add(`layers.${layer.id}`);
  });
  if (now.layers.length < before.layers.length) changed.add('layers');
  return changed;
}
