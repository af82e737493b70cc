// Losses over a batch. Each adds its row losses, in row order, to the float64 sum in the control block and writes the
// gradient of the mean over the rows. Operands: y, target, dy (0: only the loss), control, rows, units, classWeights (0:
// all 1, with the same bits as a list of ones).
import { expRow, rowMax } from './activation';
import { LOSS_SUM } from './control';
import { exp4, log1p4, log4, sigmoid4 } from './math';
import { int, ptr } from './operands';
import { flush, loadPart, splat, storePart, sumLanes } from './vector';

function addLoss(args: usize, sum: f64): void {
  const at = ptr(args, 3) + LOSS_SUM;
  store<f64>(at, load<f64>(at) + sum);
}

/** Sums of four rows and the weights of their classes wait here, so that one vector logarithm serves them. */
const sums = memory.data(16, 16);
const weights = memory.data(16, 16);

/** Class targets: w (log(sum exp y) - y[class]) and w (softmax(y) - one hot) / rows, w the weight of the class. */
export function softmaxCrossEntropy(args: usize): void {
  let y = ptr(args, 0);
  const target = ptr(args, 1);
  let dy = ptr(args, 2);
  const rows = int(args, 4);
  const units = int(args, 5);
  const classWeights = ptr(args, 6);
  const stride = (<usize>units) << 2;
  const even: f32 = 1 / <f32>rows;
  let loss: f64 = 0;
  for (let row = 0; row < rows; row++) {
    const at = (<usize>(<i32>load<f32>(target + ((<usize>row) << 2)))) << 2;
    const weight: f32 = classWeights ? load<f32>(classWeights + at) : 1;
    const share = even * weight;
    const top = rowMax(y, units);
    const total = dy ? expRow(y, dy, units, top) : sumExp(y, units, top);
    loss -= <f64>weight * <f64>(load<f32>(y + at) - f32x4.extract_lane(top, 0));
    const place = row & 3;
    store<f32>(sums + ((<usize>place) << 2), total);
    store<f32>(weights + ((<usize>place) << 2), weight);
    if (place == 3 || row == rows - 1) loss += sumLogs(place + 1);
    if (dy) {
      scaleRow(dy, units, share / total);
      store<f32>(dy + at, load<f32>(dy + at) - share);
      dy += stride;
    }
    y += stride;
  }
  addLoss(args, loss);
}

/**
 * Targets are shares of each class, rows x units, that need not sum to 1: sum of t (log(sum exp y) - y) over the classes,
 * and (sum of t x softmax(y) - t) / rows. Takes no class weights: they are factors of the shares.
 */
export function softCrossEntropy(args: usize): void {
  let y = ptr(args, 0);
  let target = ptr(args, 1);
  let dy = ptr(args, 2);
  const rows = int(args, 4);
  const units = int(args, 5);
  const stride = (<usize>units) << 2;
  const even: f32 = 1 / <f32>rows;
  let loss: f64 = 0;
  for (let row = 0; row < rows; row++) {
    const top = rowMax(y, units);
    const highest = <f64>f32x4.extract_lane(top, 0);
    const total = dy ? expRow(y, dy, units, top) : sumExp(y, units, top);
    let mass: f64 = 0;
    let hit: f64 = 0;
    for (let c: usize = 0; c < stride; c += 4) {
      const share = <f64>load<f32>(target + c);
      mass += share;
      hit += share * (<f64>load<f32>(y + c) - highest);
    }
    loss += mass * <f64>f32x4.extract_lane(log4(splat(total)), 0) - hit;
    if (dy) {
      softRow(dy, target, units, (even * <f32>mass) / total, even);
      dy += stride;
    }
    y += stride;
    target += stride;
  }
  addLoss(args, loss);
}

/** row = row x factor - target x even. */
function softRow(row: usize, target: usize, units: i32, factor: f32, even: f32): void {
  const scale = splat(factor);
  const share = splat(even);
  for (; units >= 4; units -= 4) {
    v128.store(row, flush(f32x4.sub(f32x4.mul(v128.load(row), scale), f32x4.mul(v128.load(target), share))));
    row += 16;
    target += 16;
  }
  if (units > 0) {
    const part = f32x4.sub(
      f32x4.mul(loadPart(row, units, 0), scale),
      f32x4.mul(loadPart(target, units, 0), share),
    );
    storePart(row, flush(part), units);
  }
}

/** Weighted logarithms of the first `count` waiting sums, added in order. */
function sumLogs(count: i32): f64 {
  const logs = log4(v128.load(sums));
  let sum = <f64>load<f32>(weights) * <f64>f32x4.extract_lane(logs, 0);
  if (count > 1) sum += <f64>load<f32>(weights, 4) * <f64>f32x4.extract_lane(logs, 1);
  if (count > 2) sum += <f64>load<f32>(weights, 8) * <f64>f32x4.extract_lane(logs, 2);
  if (count > 3) sum += <f64>load<f32>(weights, 12) * <f64>f32x4.extract_lane(logs, 3);
  return sum;
}

function scaleRow(row: usize, units: i32, factor: f32): void {
  const scale = splat(factor);
  for (; units >= 4; units -= 4) {
    v128.store(row, flush(f32x4.mul(v128.load(row), scale)));
    row += 16;
  }
  if (units > 0) storePart(row, flush(f32x4.mul(loadPart(row, units, 0), scale)), units);
}

/** The sum that `expRow` returns, without writing the terms. */
function sumExp(x: usize, columns: i32, top: v128): f32 {
  const full = (<usize>(columns & ~3)) << 2;
  let sum = splat(0);
  let i: usize = 0;
  for (; i < full; i += 16) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(x + i), top)));
  const left = columns & 3;
  if (left) sum = f32x4.add(sum, exp4(f32x4.sub(loadPart(x + i, left, -Infinity), top)));
  return sumLanes(sum);
}

const SIGMOID: i32 = 0;
const SQUARE: i32 = 1;
const HUBER: i32 = 2;

function lossOf(y: v128, t: v128, kind: i32): v128 {
  const zero = splat(0);
  if (kind == SIGMOID) {
    // max(y, 0) - y t + log(1 + exp(-|y|)), finite for every y.
    const soft = log1p4(exp4(f32x4.neg(f32x4.abs(y))));
    return f32x4.add(f32x4.sub(f32x4.pmax(y, zero), f32x4.mul(y, t)), soft);
  }
  const e = f32x4.sub(y, t);
  if (kind == SQUARE) return f32x4.mul(e, e);
  // Huber 1964 with delta 1.
  const size = f32x4.abs(e);
  const inner = f32x4.mul(splat(0.5), f32x4.mul(e, e));
  return v128.bitselect(inner, f32x4.sub(size, splat(0.5)), f32x4.le(size, splat(1)));
}

function gradientOf(y: v128, t: v128, kind: i32): v128 {
  if (kind == SIGMOID) return f32x4.sub(sigmoid4(y), t);
  const e = f32x4.sub(y, t);
  if (kind == SQUARE) return f32x4.add(e, e);
  return f32x4.pmax(f32x4.pmin(e, splat(1)), splat(-1));
}

/** Mean over rows and the outputs of a row; target: rows x units. Class weights: of targets 0 and 1, for SIGMOID. */
function pointwise(args: usize, kind: i32): void {
  let y = ptr(args, 0);
  let target = ptr(args, 1);
  let dy = ptr(args, 2);
  const units = int(args, 5);
  const count = int(args, 4) * units;
  const share = splat(1 / <f32>count);
  const classWeights = kind == SIGMOID ? ptr(args, 6) : 0;
  const weight0 = splat(classWeights ? load<f32>(classWeights) : 1);
  const weight1 = splat(classWeights ? load<f32>(classWeights, 4) : 1);
  let sum: f64 = 0;
  for (let n = count; n > 0; n -= 4) {
    const whole = n >= 4;
    const value = whole ? v128.load(y) : loadPart(y, n, 0);
    const wanted = whole ? v128.load(target) : loadPart(target, n, 0);
    const weight = v128.bitselect(weight1, weight0, f32x4.ge(wanted, splat(0.5)));
    const loss = f32x4.mul(weight, lossOf(value, wanted, kind));
    sum += <f64>f32x4.extract_lane(loss, 0);
    if (n > 1) sum += <f64>f32x4.extract_lane(loss, 1);
    if (n > 2) sum += <f64>f32x4.extract_lane(loss, 2);
    if (n > 3) sum += <f64>f32x4.extract_lane(loss, 3);
    if (dy) {
      const gradient = flush(f32x4.mul(f32x4.mul(gradientOf(value, wanted, kind), weight), share));
      if (whole) v128.store(dy, gradient);
      else storePart(dy, gradient, n);
      dy += 16;
    }
    y += 16;
    target += 16;
  }
  addLoss(args, sum / <f64>units);
}

export function sigmoidCrossEntropy(args: usize): void {
  pointwise(args, SIGMOID);
}

export function meanSquaredError(args: usize): void {
  pointwise(args, SQUARE);
}

export function huber(args: usize): void {
  pointwise(args, HUBER);
}
