// What becomes of each layer with weights when a network grows: a copy, an identity, the silent end of a new branch, or
// free to be anything because a silent end follows.
import type { ModelSpec, ResolvedLayer } from '../../model/spec';

/** `pass`: hand the input on. Another string: stand in for this tensor of the old network. */
export type Role = 'copy' | 'zero' | 'free' | 'pass' | (string & {});

/** Layers without weights that keep zeros zero. */
function keepsZeros({ type, options }: ResolvedLayer): boolean {
  if (type === 'activation') return options.activation !== 'sigmoid' && options.activation !== 'softmax';
  return type === 'dropout' || type === 'flatten' || type.includes('Pool');
}

/** Roles of the layers of `large` that have weights. */
export function rolesOf(small: ModelSpec, large: ModelSpec): Map<string, Role> {
  const old = new Map(small.layers.map((layer) => [layer.id, layer]));
  const readers = new Map<string, ResolvedLayer[]>();
  for (const layer of large.layers) {
    for (const id of layer.inputs) readers.set(id, [...(readers.get(id) ?? []), layer]);
  }
  const layers = new Map(large.layers.map((layer) => [layer.id, layer]));
  const isNew = ({ id, type, weights }: ResolvedLayer) => weights.length > 0 && old.get(id)?.type !== type;

  /** The sums that a tensor ends in and nothing else; null where something else reads it. */
  const sumsAfter = (id: string): ResolvedLayer[] | null => {
    const sums: ResolvedLayer[] = [];
    for (const reader of readers.get(id) ?? []) {
      if (reader.type === 'add') sums.push(reader);
      else if (keepsZeros(reader)) {
        const further = sumsAfter(reader.id);
        if (!further) return null;
        sums.push(...further);
      } else return null;
    }
    return sums.length > 0 ? sums : null;
  };
  /** The layer with weights behind an operand of a sum; null where it is an input or an old layer. */
  const newBehind = (id: string): string | null => {
    const layer = layers.get(id);
    if (!layer || layer.type === 'add' || layer.type === 'concat') return null;
    if (layer.weights.length > 0) return isNew(layer) ? layer.id : null;
    return newBehind(layer.inputs[0]);
  };
  const ofBranch = (layer: ResolvedLayer): Role => {
    const sums = sumsAfter(layer.id);
    if (!sums || sums.length !== 1) return sums ? 'zero' : 'pass';
    const [sum] = sums;
    const before = old.get(sum.id);
    if (before?.type === 'add' && before.inputs.length === sum.inputs.length) {
      return before.inputs[sum.inputs.findIndex((operand) => newBehind(operand) === layer.id)] ?? 'zero';
    }
    const behind = sum.inputs.map(newBehind);
    // All operands are new: the last one carries on what was there.
    const last = behind[behind.length - 1];
    return behind.every((id) => id !== null) && last === layer.id && behind[0] !== last ? 'pass' : 'zero';
  };

  const roles = new Map<string, Role>();
  for (const layer of large.layers) {
    if (layer.weights.length > 0) roles.set(layer.id, isNew(layer) ? ofBranch(layer) : 'copy');
  }
  // Whatever only silent ends hear may say anything.
  const silent = (id: string): boolean =>
    (readers.get(id) ?? []).every((reader) => {
      const role = roles.get(reader.id);
      if (role === 'zero' || role === 'free') return true;
      return role === undefined && reader.type !== 'add' && reader.type !== 'concat' && silent(reader.id);
    });
  for (const layer of [...large.layers].reverse()) {
    if (roles.get(layer.id) === 'pass' && readers.has(layer.id) && silent(layer.id)) roles.set(layer.id, 'free');
  }
  return roles;
}
