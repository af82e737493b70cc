// From the layer list of a lab to a checked ModelSpec: defaults filled in, inputs wired, shapes inferred, and an
// output layer that fits the task put at the end.
import { TablabError } from '../errors/error';
import { complete } from '../fields/complete';
import type { Task } from '../table/types';
import type { LayerDef } from './layer';
import { layerDef } from './registry';
import type { InputSpec, LayerSpec, ModelSpec, ResolvedLayer, TensorInfo } from './spec';

/** Id of the output layer that `withHead` adds. */
export const headId = 'output';

/** How many numbers the model must put out: one logit for binary, one per class, one value for regression. */
export const outputUnits = (task: Task, classes: number): number => (task === 'multiclass' ? classes : 1);

/** The layers of a lab followed by a linear output layer; anything that is not flat is flattened first. */
export function resolveModel(layers: readonly LayerSpec[], inputs: readonly InputSpec[], units: number): ModelSpec {
  const body = resolveLayers(layers, inputs);
  const tail = body.layers.at(-1)?.output ?? inputs[0];
  const head: LayerSpec[] = [];
  if (tail.shape.length !== 1) head.push({ id: `${headId}-flatten`, type: 'flatten' });
  head.push({ id: headId, type: 'dense', options: { units, activation: 'linear' } });
  return resolveLayers([...layers, ...head], inputs);
}

/** Checks and completes a list of layers. Throws coded errors that name the layer. */
export function resolveLayers(layers: readonly LayerSpec[], inputs: readonly InputSpec[]): ModelSpec {
  const known = new Map<string, TensorInfo>(inputs.map((input) => [input.id, infoOf(input)]));
  const replacedBy = new Map<string, string>();
  const resolved: ResolvedLayer[] = [];
  let previous = inputs[0].id;
  for (const layer of layers) {
    if (known.has(layer.id) || replacedBy.has(layer.id)) throw new TablabError('layer-duplicate', { layer: layer.id });
    const def = layerDef(layer.type);
    if (!def) throw new TablabError('layer-unknown', { layer: layer.id, type: layer.type });
    const sources = (layer.inputs ?? [previous]).map((id) => replacedBy.get(id) ?? id);
    if (layer.enabled === false) {
      replacedBy.set(layer.id, sources[0]);
      continue;
    }
    const one = resolveLayer(layer, def, sources, known);
    resolved.push(one);
    known.set(layer.id, one.output);
    previous = layer.id;
  }
  return { inputs, layers: resolved };
}

/** An input as its readers see it. */
function infoOf(input: InputSpec): TensorInfo {
  const { id, padding = [] } = input;
  return padding.length > 0 ? { ...input, mask: { input: id, padding, windows: [] } } : input;
}

function resolveLayer(
  layer: LayerSpec,
  def: LayerDef,
  sources: string[],
  known: Map<string, TensorInfo>,
): ResolvedLayer {
  const inputInfos = sources.map((input) => {
    const info = known.get(input);
    if (!info) throw new TablabError('layer-input-unknown', { layer: layer.id, input });
    return info;
  });
  if (def.arity === 'one' && sources.length !== 1) {
    throw new TablabError('layer-input-unknown', { layer: layer.id, input: sources.join(', ') });
  }
  const options = complete(def.fields, layer.options, `of layer "${layer.id}"`);
  const output = def.infer(options, inputInfos, layer.id);
  const weights = def.weights(options, inputInfos).map((w) => ({ ...w, name: `${layer.id}/${w.name}` }));
  const flops = def.flops(options, inputInfos, output);
  return { id: layer.id, type: layer.type, options, inputs: sources, inputInfos, output, weights, flops };
}
