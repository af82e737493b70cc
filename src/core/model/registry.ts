// All layer types. One line each.
import type { LayerDef } from './layer';
import { conv1d } from './layers/conv1d';
import { conv2d } from './layers/conv2d';
import { dense } from './layers/dense';
import { depthwiseConv2d } from './layers/depthwiseConv2d';
import { embedding } from './layers/embedding';
import { batchNorm, layerNorm } from './layers/normalization';
import { avgPool1d, avgPool2d, globalAvgPool, globalMaxPool, maxPool1d, maxPool2d } from './layers/pooling';
import { separableConv2d } from './layers/separableConv2d';
import { activation, add, concat, dropout, flatten, reshape } from './layers/simple';

export const layerDefs: readonly LayerDef[] = [
  dense,
  activation,
  embedding,
  conv2d,
  conv1d,
  depthwiseConv2d,
  separableConv2d,
  maxPool2d,
  avgPool2d,
  maxPool1d,
  avgPool1d,
  globalAvgPool,
  globalMaxPool,
  batchNorm,
  layerNorm,
  dropout,
  flatten,
  reshape,
  add,
  concat,
];

const byType = new Map(layerDefs.map((def) => [def.type, def]));
export const layerDef = (type: string): LayerDef | undefined => byType.get(type);
