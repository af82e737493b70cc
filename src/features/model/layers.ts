// Edits of a layer list, as pure functions. A layer that goes away takes the connections to it along.
import { layerDef } from '$core/model/registry';
import type { LayerSpec } from '$core/model/spec';

const prefixes: Readonly<Record<string, string>> = { dense: 'h', conv2d: 'c', conv1d: 'c', dropout: 'drop' };

/** A short name that no layer has yet: `h3`, `c1`, `drop1`, `batchNorm2`. */
export function freeId(layers: readonly LayerSpec[], type: string): string {
  const prefix = prefixes[type] ?? type;
  const taken = new Set(layers.map(({ id }) => id));
  for (let n = 1; ; n++) if (!taken.has(`${prefix}${n}`)) return `${prefix}${n}`;
}

/** A new layer of this type at the end. Merges start with their two nearest sources. */
export function addLayer(layers: readonly LayerSpec[], type: string, inputs: readonly string[]): LayerSpec[] {
  const id = freeId(layers, type);
  const sources = [...inputs, ...layers.map((layer) => layer.id)];
  const merge = layerDef(type)?.arity === 'many' && sources.length >= 2;
  const codes = type === 'embedding' && inputs.includes('codes');
  const wiring = merge ? sources.slice(-2) : codes ? ['codes'] : null;
  return [...layers, { id, type, ...(wiring ? { inputs: wiring } : {}) }];
}

export function removeLayer(layers: readonly LayerSpec[], id: string): LayerSpec[] {
  return layers.filter((layer) => layer.id !== id).map((layer) => without(layer, (input) => input === id));
}

/** Moves a layer to another place; connections that would then point forwards are dropped. */
export function moveLayer(layers: readonly LayerSpec[], id: string, to: number): LayerSpec[] {
  const moved = layers.find((layer) => layer.id === id);
  if (!moved) return [...layers];
  const rest = layers.filter((layer) => layer.id !== id);
  const next = [...rest.slice(0, to), moved, ...rest.slice(to)];
  const place = new Map(next.map((layer, i) => [layer.id, i]));
  return next.map((layer, i) => without(layer, (input) => (place.get(input) ?? -1) >= i));
}

export function setLayer(layers: readonly LayerSpec[], id: string, change: Partial<LayerSpec>): LayerSpec[] {
  return layers.map((layer) => {
    if (layer.id !== id) return layer;
    const next = { ...layer, ...change };
    return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as unknown as LayerSpec;
  });
}

function without(layer: LayerSpec, gone: (input: string) => boolean): LayerSpec {
  if (!layer.inputs?.some(gone)) return layer;
  const inputs = layer.inputs.filter((input) => !gone(input));
  const { inputs: _old, ...rest } = layer;
  return inputs.length > 0 ? { ...rest, inputs } : rest;
}
