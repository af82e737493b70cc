// Seeded data for the charts: the same picture each time.
import { streamOf } from './seeded';
import type { BestSoFarData, PointState } from '$charts/bestSoFar';
import type { CurvesData, CurveSeries } from '$charts/curves';
import type { DecisionSurfaceData } from '$charts/decisionSurface';
import type { TrialColumns } from '$charts/trialColumns';

/** A made-up study of `n` trials over four parameters, one of them conditional, one a choice. */
export function study(n: number): TrialColumns & { states: PointState[] } {
  const random = streamOf(7);
  const rate = new Float64Array(n);
  const units = new Float64Array(n);
  const optimizer = new Float64Array(n);
  const momentum = new Float64Array(n);
  const values = new Float64Array(n);
  const states: PointState[] = [];
  for (let i = 0; i < n; i++) {
    rate[i] = 10 ** (-4 + 3 * random());
    units[i] = Math.floor(4 + 124 * random());
    optimizer[i] = Math.floor(3 * random());
    momentum[i] = optimizer[i] === 1 ? random() : NaN;
    const loss = 0.1 + (Math.log10(rate[i]) + 2.5) ** 2 / 8 + 2 / units[i] + 0.08 * random() + 0.02 * optimizer[i];
    const state: PointState = random() < 0.03 ? 'failed' : random() < 0.15 ? 'pruned' : 'done';
    values[i] = state === 'failed' ? NaN : random() < 0.01 ? loss * 50 : loss;
    states.push(state);
  }
  return {
    dimensions: [
      { name: 'Learning rate', log: true, range: [1e-4, 0.1] },
      { name: 'h1 units', range: [4, 128] },
      { name: 'Optimizer', categories: ['adam', 'momentum', 'sgd'] },
      { name: 'Momentum', range: [0, 1] },
    ],
    objective: { name: 'validation loss', direction: 'minimize' },
    trial: Float64Array.from({ length: n }, (_, i) => i),
    columns: [rate, units, optimizer, momentum],
    values,
    states,
  };
}

export const history = (n: number): BestSoFarData => {
  const { trial, values, states } = study(n);
  return { value: { name: 'Validation loss' }, direction: 'minimize', trial, values, states, total: n };
};

export function learning(key: number, epochs: number, slot: number, label = `trial ${key}`): CurveSeries {
  const random = streamOf(key + 1);
  const speed = 0.03 + 0.2 * random();
  const y = Float64Array.from({ length: epochs }, (_, e) => 0.1 + Math.exp(-speed * e) + 0.03 * random());
  return { key, label, y, slot };
}

export function learningCurves(settled: number, live: number, epochs = 50): CurvesData {
  return {
    xAxis: { name: 'Epoch' },
    yAxis: { name: 'Loss' },
    settled: Array.from({ length: settled }, (_, i) => learning(i + 100, epochs, i)),
    live: Array.from({ length: live }, (_, i) => learning(i, epochs, i)),
    xMax: epochs,
  };
}

/** Two half circles and a soft boundary between them. */
export function moons(size = 60): DecisionSurfaceData {
  const random = streamOf(3);
  const n = 240;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const target = new Float64Array(n);
  const validation = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const c = i % 2;
    const angle = Math.PI * random();
    x[i] = (c ? 1 - Math.cos(angle) : Math.cos(angle)) + 0.2 * (random() - 0.5);
    y[i] = (c ? 0.5 - Math.sin(angle) : Math.sin(angle)) + 0.2 * (random() - 0.5);
    target[i] = c;
    validation[i] = Number(random() < 0.25);
  }
  const value = new Float32Array(size * size);
  const confidence = new Float32Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      const px = -1.5 + (4 * (c + 0.5)) / size;
      const py = -1.2 + (2.9 * (r + 0.5)) / size;
      const p = 1 / (1 + Math.exp(6 * (py - 0.25 + 0.5 * Math.sin(2.4 * (px - 0.5)))));
      value[r * size + c] = p > 0.5 ? 1 : 0;
      confidence[r * size + c] = Math.max(p, 1 - p);
    }
  }
  const xRange = { feature: 0, min: -1.5, max: 2.5 };
  const yRange = { feature: 1, min: -1.2, max: 1.7 };
  return {
    xAxis: { name: 'x1' },
    yAxis: { name: 'x2' },
    surface: { size, x: xRange, y: yRange, value, confidence },
    points: { x, y, target, validation },
    classes: ['upper', 'lower'],
    target: 'moon',
  };
}

export function regression(n: number) {
  const random = streamOf(11);
  const actual = Float64Array.from({ length: n }, () => 10 + 35 * random());
  const predicted = actual.map((a) => a + 6 * (random() + random() - 1) + 0.02 * (a - 27) ** 2 - 2);
  return { target: { name: 'mpg', unit: 'miles/gallon' }, actual, predicted, rows: actual.map((_, i) => i) };
}
