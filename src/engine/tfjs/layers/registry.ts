// All layer types on tfjs. One line each.
import type { LayerForward } from '../layer';
import { activation } from './activation';
import { conv1d, conv2d, depthwiseConv2d, separableConv2d } from './convolution';
import { dense } from './dense';
import { batchNorm, layerNorm } from './normalization';
import { avgPool1d, avgPool2d, globalAvgPool, globalMaxPool, maxPool1d, maxPool2d } from './pooling';
import { add, concat, dropout, embedding, flatten, reshape } from './simple';

export const layerForwards: ReadonlyMap<string, LayerForward> = new Map<string, LayerForward>(
  Object.entries({
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
  }),
);
