// How each layer type becomes kernel calls. One line each.
import type { Lowering } from '../lowering';
import { conv1d, conv2d } from './conv';
import { dense } from './dense';
import { depthwiseConv2d, separableConv2d } from './depthwise';
import { embedding } from './embedding';
import { add, concat } from './merge';
import { batchNorm, layerNorm } from './normalization';
import { avgPool1d, avgPool2d, globalAvgPool, globalMaxPool, maxPool1d, maxPool2d } from './pooling';
import { activation, dropout, flatten, reshape } from './simple';

export const lowerings: Readonly<Record<string, Lowering>> = {
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
};
