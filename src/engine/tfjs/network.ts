// The forward pass of a ModelSpec: runs its layers in order on tensors. Holds no state.
import * as tf from '@tensorflow/tfjs-core';
import type { ModelSpec, ResolvedLayer } from '$core/model/spec';
import { dropoutMask } from '../dropout';
import type { LayerContext } from './layer';
import { layerForwards } from './layers/registry';
import { Masks } from './mask';

export type Special = (layer: ResolvedLayer, inputs: readonly tf.Tensor[]) => tf.Tensor | null;

export interface Pass {
  readonly weights: ReadonlyMap<string, tf.Tensor>;
  /** Set while training: names the dropout masks, and takes the new running statistics, kept. */
  readonly training?: {
    readonly dropoutSeed: number;
    readonly epoch: number;
    readonly step: number;
    readonly updates: Map<string, tf.Tensor>;
  };
  /** Runs a layer in another way than its type says; null: as its type says. */
  readonly special?: Special | undefined;
  /** Told each layer's output, in order. */
  readonly visit?: (layer: ResolvedLayer, output: tf.Tensor) => void;
}

/** Layers that the output depends on; the others are never run. */
export function liveLayers(spec: ModelSpec): ResolvedLayer[] {
  const wanted = new Set([spec.layers[spec.layers.length - 1].id]);
  const live: ResolvedLayer[] = [];
  for (const layer of [...spec.layers].reverse()) {
    if (!wanted.has(layer.id)) continue;
    layer.inputs.forEach((input) => wanted.add(input));
    live.unshift(layer);
  }
  return live;
}

/** Runs the layers; returns the last one's output. inputs: tensors by input id. Call inside a tidy. */
export function forward(layers: readonly ResolvedLayer[], inputs: ReadonlyMap<string, tf.Tensor>, pass: Pass) {
  const known = new Map(inputs);
  const masks = new Masks(inputs);
  let output: tf.Tensor | undefined;
  for (const layer of layers) {
    const run = layerForwards.get(layer.type);
    if (!run) throw new Error(`tfjs has no layer type "${layer.type}"`);
    const given = layer.inputs.map((id) => known.get(id)!);
    output = pass.special?.(layer, given) ?? run(given, layer, contextOf(layer, pass, masks));
    known.set(layer.id, output);
    pass.visit?.(layer, output);
  }
  return output!;
}

function contextOf(layer: ResolvedLayer, { weights, training }: Pass, masks: Masks): LayerContext {
  return {
    training: training !== undefined,
    mask: (index) => masks.of(layer, index),
    weight: (name) => weights.get(`${layer.id}/${name}`),
    dropout: (rate, shape) => {
      const { dropoutSeed, epoch, step } = training!;
      const size = shape.reduce((a, b) => a * b, 1);
      return tf.tensor(dropoutMask(dropoutSeed, layer.id, epoch, step, rate, size), shape);
    },
    update: (name, value) => training?.updates.set(`${layer.id}/${name}`, value),
  };
}
