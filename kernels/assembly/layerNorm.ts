// Layer normalization (Ba, Kiros & Hinton 2016): each row over its own elements. Sums run in four lanes.
import { int, num, ptr } from './operands';
import { loadPart, splat, storePart, sumLanes } from './vector';
import { bytes, fillZero } from './window';

/** saved: mean and 1 / deviation of each row. Operands: x, gamma, beta, y, saved, n, columns, epsilon. */
export function layerNorm(args: usize): void {
  let x = ptr(args, 0);
  const gamma = ptr(args, 1);
  const beta = ptr(args, 2);
  let y = ptr(args, 3);
  let saved = ptr(args, 4);
  const columns = int(args, 6);
  const full = bytes(columns & ~3);
  const part = columns & 3;
  const size = <f32>columns;
  for (let n = int(args, 5); n > 0; n--) {
    let sum = splat(0);
    for (let i: usize = 0; i < full; i += 16) sum = f32x4.add(sum, v128.load(x + i));
    if (part) sum = f32x4.add(sum, loadPart(x + full, part, 0));
    const mean = sumLanes(sum) / size;
    const centre = splat(mean);
    sum = splat(0);
    for (let i: usize = 0; i < full; i += 16) {
      const d = f32x4.sub(v128.load(x + i), centre);
      sum = f32x4.add(sum, f32x4.mul(d, d));
    }
    if (part) {
      const d = f32x4.sub(loadPart(x + full, part, mean), centre);
      sum = f32x4.add(sum, f32x4.mul(d, d));
    }
    const inverse: f32 = 1 / sqrt<f32>(sumLanes(sum) / size + num(args, 7));
    const scale = splat(inverse);
    for (let i: usize = 0; i < full; i += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i), centre), scale);
      v128.store(y + i, f32x4.add(f32x4.mul(normal, v128.load(gamma + i)), v128.load(beta + i)));
    }
    if (part) {
      const normal = f32x4.mul(f32x4.sub(loadPart(x + full, part, 0), centre), scale);
      const scaled = f32x4.mul(normal, loadPart(gamma + full, part, 0));
      storePart(y + full, f32x4.add(scaled, loadPart(beta + full, part, 0)), part);
    }
    store<f32>(saved, mean);
    store<f32>(saved, inverse, 4);
    saved += 8;
    x += bytes(columns);
    y += bytes(columns);
  }
}

/**
 * With g = dy gamma: dx = (g - mean(g) - xhat mean(g xhat)) / deviation, in place of dy allowed; dx may be left out.
 * dgamma and dbeta sum the rows in order. Operands: x, gamma, dy, saved, dgamma, dbeta, dx, n, columns.
 */
export function layerNormGradient(args: usize): void {
  let x = ptr(args, 0);
  const gamma = ptr(args, 1);
  let dy = ptr(args, 2);
  let saved = ptr(args, 3);
  const dgamma = ptr(args, 4);
  const dbeta = ptr(args, 5);
  let dx = ptr(args, 6);
  const columns = int(args, 8);
  fillZero(dgamma, columns);
  fillZero(dbeta, columns);
  for (let n = int(args, 7); n > 0; n--) {
    rowGradient(x, gamma, dy, load<f32>(saved), load<f32>(saved, 4), dgamma, dbeta, dx, columns);
    saved += 8;
    x += bytes(columns);
    dy += bytes(columns);
    if (dx) dx += bytes(columns);
  }
}

function rowGradient(
  x: usize,
  gamma: usize,
  dy: usize,
  mean: f32,
  inverse: f32,
  dgamma: usize,
  dbeta: usize,
  dx: usize,
  columns: i32,
): void {
  const full = bytes(columns & ~3);
  const part = columns & 3;
  const centre = splat(mean);
  const scale = splat(inverse);
  let sum = splat(0);
  let dot = splat(0);
  for (let i: usize = 0; i < full; i += 16) {
    const d = v128.load(dy + i);
    const normal = f32x4.mul(f32x4.sub(v128.load(x + i), centre), scale);
    const g = f32x4.mul(d, v128.load(gamma + i));
    sum = f32x4.add(sum, g);
    dot = f32x4.add(dot, f32x4.mul(g, normal));
    v128.store(dbeta + i, f32x4.add(v128.load(dbeta + i), d));
    v128.store(dgamma + i, f32x4.add(v128.load(dgamma + i), f32x4.mul(d, normal)));
  }
  if (part) {
    const d = loadPart(dy + full, part, 0);
    const normal = f32x4.mul(f32x4.sub(loadPart(x + full, part, mean), centre), scale);
    const g = f32x4.mul(d, loadPart(gamma + full, part, 0));
    sum = f32x4.add(sum, g);
    dot = f32x4.add(dot, f32x4.mul(g, normal));
    storePart(dbeta + full, f32x4.add(loadPart(dbeta + full, part, 0), d), part);
    storePart(dgamma + full, f32x4.add(loadPart(dgamma + full, part, 0), f32x4.mul(d, normal)), part);
  }
  if (!dx) return;
  const size = <f32>columns;
  const shift = splat(sumLanes(sum) / size);
  const slope = splat(sumLanes(dot) / size);
  for (let i: usize = 0; i < full; i += 16) {
    const normal = f32x4.mul(f32x4.sub(v128.load(x + i), centre), scale);
    const g = f32x4.mul(v128.load(dy + i), v128.load(gamma + i));
    v128.store(dx + i, f32x4.mul(f32x4.sub(f32x4.sub(g, shift), f32x4.mul(normal, slope)), scale));
  }
  if (part) {
    const normal = f32x4.mul(f32x4.sub(loadPart(x + full, part, 0), centre), scale);
    const g = f32x4.mul(loadPart(dy + full, part, 0), loadPart(gamma + full, part, 0));
    storePart(dx + full, f32x4.mul(f32x4.sub(f32x4.sub(g, shift), f32x4.mul(normal, slope)), scale), part);
  }
}
