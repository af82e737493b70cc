// TPE against Optuna 5.0.0 (fixtures by optuna_tpe.py), and its draws against its own densities.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import type { PastTrial } from '$core/samplers/sampler';
import { CategoricalColumn } from '$core/samplers/tpe/categorical';
import { parzenOf, type Shape } from '$core/samplers/tpe/model';
import { NumericColumn } from '$core/samplers/tpe/numeric';
import { counts, goodCount, observationWeights, split } from '$core/samplers/tpe/split';
import { logMass, truncatedQuantile } from '$core/samplers/tpe/truncatedNormal';
import type { ParamValues, Space } from '$core/space/space';
import golden from './optuna/tpe.json';

/** Within 1e-8 of the reference, relative where that is above 1. */
function close(got: ArrayLike<number>, expected: readonly number[], what: string) {
  expect(got.length, what).toBe(expected.length);
  expected.forEach((value, i) =>
    expect(Math.abs(got[i] - value), `${what} [${i}]`).toBeLessThan(1e-8 * Math.max(1, Math.abs(value))),
  );
}

interface Golden extends Shape {
  readonly space: Space;
  readonly observations: ParamValues[];
  readonly weights: number[];
  readonly columns: { mus?: number[]; sigmas?: number[]; rows?: number[][] }[];
  readonly points: number[][];
  readonly logPdf: number[];
}
const parzens = (golden.parzens as unknown as Golden[]).map((one, i) => [i, one] as const);
const estimator = (one: Golden) => parzenOf(one.space, one.observations, one);

test.each(parzens)('Parzen estimator %d: weights, kernels, log densities', (_i, one) => {
  const parzen = estimator(one);
  close(parzen.weights, one.weights, 'weights');
  one.columns.forEach((expected, i) => {
    const column = parzen.columns[i];
    if (column instanceof NumericColumn) {
      close(column.mus, expected.mus!, 'mus');
      close(column.sigmas, expected.sigmas!, 'sigmas');
    } else if (column instanceof CategoricalColumn) {
      expected.rows!.forEach((row, k) =>
        close(
          row.map((_, value) => column.probability(k, value)),
          row,
          `row ${k}`,
        ),
      );
    } else throw new Error('a column of no known kind');
  });
  close(parzen.logDensity(one.points.map((x) => Float64Array.from(x))), one.logPdf, 'log density');
});

test.each(golden.splits.map((one, i) => [i, one] as const))('split %d into good and other trials', (_i, one) => {
  const told = one.trials as unknown as [string, number | null, [number, number | null] | null][];
  const all = told.map(
    ([state, value, reached], index) =>
      ({
        index,
        params: { index },
        state,
        value,
        ...(reached ? { reached: { epochs: reached[0], value: reached[1] } } : {}),
      }) as unknown as PastTrial,
  );
  const ended = all.filter(counts);
  const { good, rest } = split(ended, one.direction as 'minimize', goodCount(ended.length, 'tenth'));
  const running = all.filter(({ state }) => state === 'running').map(({ index }) => index);
  expect(good.map(({ index }) => index)).toEqual(one.good);
  expect([...rest.map(({ index }) => index), ...running]).toEqual(one.rest);
});

test.each(golden.gamma)('good trials of %d: %d, as Hyperopt %d', (n, tenth, root) => {
  expect([goodCount(n, 'tenth'), goodCount(n, 'root')]).toEqual([tenth, root]);
});

test.each(golden.weights.map((weights) => [weights.length, weights] as const))('weights of %d', (n, weights) => {
  close(observationWeights(n), weights, 'weights');
});

test.each(golden.mass)('log mass between %d and %d', (a, b, expected) => {
  close([logMass(a, b)], [expected], 'log mass');
});

test.each(golden.quantile)('quantile %d between %d and %d', (q, a, b, expected) => {
  close([truncatedQuantile(q, a, b)], [expected], 'quantile');
});

const chiSquare = (counted: readonly number[], shares: readonly number[], n: number) =>
  counted.reduce((sum, count, i) => sum + (count - n * shares[i]) ** 2 / (n * shares[i]), 0);

// Draws by chi-square against the estimator's own density, 0.9999 quantiles at 19, 8 and 3 degrees of freedom.
test.each(['float', 'log', 'int', 'choice'])('draws of %s columns follow the density', (kind) => {
  const domain = {
    float: { kind: 'float', low: -2, high: 3 },
    log: { kind: 'float', low: 1e-4, high: 1, log: true },
    int: { kind: 'int', low: 1, high: 9 },
    choice: { kind: 'choice', values: ['a', 'b', 'c', 'd'] },
  }[kind] as Space[number]['domain'];
  const seen = { float: [-1.9, 0, 0.3, 2], log: [2e-4, 1e-2, 0.9], int: [1, 5, 6, 6], choice: ['a', 'a', 'c'] }[kind]!;
  const space: Space = [{ path: 'p', domain }];
  const shape = { priorWeight: 1, magicClip: true, endpoints: false };
  const parzen = parzenOf(
    space,
    seen.map((p) => ({ p })),
    shape,
  );
  const n = 20_000;
  const [drawn] = parzen.draw(n, Stream.of(1, 'draws'));
  const cells = { float: 20, log: 20, int: 9, choice: 4 }[kind]!;
  const place = {
    float: (x: number) => ((x + 2) / 5) * cells,
    log: (x: number) => (1 + Math.log10(x) / 4) * cells,
    int: (x: number) => x - 1,
    choice: (x: number) => x,
  }[kind]!;
  const counted = new Array<number>(cells).fill(0);
  for (const x of drawn) counted[Math.min(cells - 1, Math.floor(place(x)))]++;
  const density = (xs: number[]) => [...parzen.logDensity([Float64Array.from(xs)])].map(Math.exp);
  const fine = 200;
  const shares = Array.from({ length: cells }, (_, cell) => {
    if (kind === 'int' || kind === 'choice') return density([cell + (kind === 'int' ? 1 : 0)])[0];
    const at = Array.from({ length: fine }, (_u, i) => (cell + (i + 0.5) / fine) / cells);
    const [width, value] =
      kind === 'float' ? [5, (u: number) => -2 + 5 * u] : [Math.log(1e4), (u: number) => 10 ** (4 * (u - 1))];
    return (
      (density(at.map(value as (u: number) => number)).reduce((sum, p) => sum + p, 0) * (width as number)) /
      fine /
      cells
    );
  });
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  expect(chiSquare(counted, shares, n)).toBeLessThan({ float: 50.8, log: 50.8, int: 31.8, choice: 21.1 }[kind]!);
});
