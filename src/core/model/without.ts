// A network without some of its layers: what read them reads their input instead. For layers that keep the shape.
import type { ModelSpec } from './spec';

export function withoutLayers(spec: ModelSpec, types: readonly string[]): ModelSpec {
  const source = new Map<string, string>();
  const real = (id: string): string => source.get(id) ?? id;
  const layers = spec.layers.flatMap((layer) => {
    const inputs = layer.inputs.map(real);
    if (!types.includes(layer.type)) return [{ ...layer, inputs }];
    source.set(layer.id, inputs[0]);
    return [];
  });
  return { inputs: spec.inputs, layers };
}
