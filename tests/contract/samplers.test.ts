import { describe, expect, test } from 'vitest';
import { Study, type Asked, type StudyPlan } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { samplerDef, samplerDefs, samplerOptions } from '$core/samplers/registry';
import { isPoint, pointKey } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';
import { drive, objective, samplerSuite } from './samplerSuite';

samplerDefs.forEach(samplerSuite);

describe.each(samplerDefs.filter(({ several }) => several))('$type with several objectives', (def) => {
  const plan: StudyPlan = {
    space: [
      { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
      { path: 'n', domain: { kind: 'int', low: 1, high: 6 } },
      { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c'] } },
    ],
    sampler: { type: def.type, options: def.type === 'nsga2' ? { population: 6 } : {} },
    direction: 'minimize',
    directions: ['minimize', 'maximize', 'minimize'],
    trials: 40,
    width: 3,
    seed: 2,
  };
  /** Failed, pruned, tied and limit-breaking trials among finished ones. */
  const told = (index: number, params: ParamValues): TrialRecord => {
    const x = Number(params.x);
    const state = index % 9 === 4 ? 'failed' : index % 9 === 7 ? 'pruned' : 'done';
    const values = [x, index % 4, Number(params.n)];
    const of = {
      index,
      params,
      state,
      value: state === 'failed' ? null : x,
      violations: [x - 0.8, index % 5 === 0 ? 1 : -1],
    };
    return { ...of, ...(state === 'done' ? { values } : {}), metrics: {}, curve: [] } as unknown as TrialRecord;
  };
  /** Two run at a time; the older or the newer one ends first. */
  const ran = (newerFirst: boolean) => {
    const study = new Study(plan);
    const running: Asked[] = [];
    while (!study.finished) {
      while (running.length < 2) {
        const asked = study.next();
        if (!asked) break;
        running.push(asked);
      }
      const ended = newerFirst ? running.pop()! : running.shift()!;
      study.tell(told(ended.index, ended.params));
    }
    return study.trials.map(({ params }) => params);
  };

  test('every answer is a point, whatever ended first', () => {
    const points = ran(false);
    expect(ran(true)).toEqual(points);
    expect(points).toHaveLength(40);
    for (const point of points) expect(isPoint(plan.space, point)).toBe(true);
  });
  test('nothing finished, or everything the same: still points', () => {
    for (const outcome of [
      { state: 'failed', value: null },
      { state: 'done', value: 1, values: [1, 1, 1], violations: [2, 2] },
    ]) {
      const study = new Study(plan);
      for (let asked = study.next(); asked; asked = study.next()) {
        expect(isPoint(plan.space, asked.params)).toBe(true);
        study.tell({ ...asked, ...outcome, metrics: {}, curve: [] } as unknown as TrialRecord);
      }
      expect(study.done).toBe(40);
    }
  });
});

test.each(samplerDefs.filter(({ several }) => !several))('$type refuses several objectives by name', ({ type }) => {
  const plan = { space, sampler: { type, options: {} }, direction: 'minimize', trials: 3, width: 1, seed: 1 } as const;
  expect(() => new Study({ ...plan, directions: ['minimize', 'maximize'] })).toThrow(
    expect.objectContaining({ code: 'sampler-one-objective' }) as Error,
  );
});

test.each(['gp', 'tpe', 'nsga2'])('%s keeps a limit that leads it away from the unlimited optimum', (type) => {
  const line: Space = ['x', 'y'].map((path) => ({ path, domain: { kind: 'float', low: 0, high: 1 } }));
  const options: Record<string, number> = type === 'nsga2' ? { population: 12 } : {};
  // The Gaussian process needs fewer, and takes longer for each.
  const trials = type === 'gp' ? 24 : 60;
  const plan = {
    space: line,
    sampler: { type, options },
    direction: 'minimize',
    trials,
    width: 1,
    seed: 3,
  } as const;
  /** Smallest at (0, 0), which the limit x + y >= 1 forbids; at (1, 0) with it. */
  const search = (limited: boolean) => {
    const study = new Study(plan);
    for (let asked = study.next(); asked; asked = study.next()) {
      const [x, y] = [Number(asked.params.x), Number(asked.params.y)];
      const of = { state: 'done', value: x + 2 * y, ...(limited ? { violations: [1 - x - y] } : {}) };
      study.tell({ ...asked, ...of, metrics: {}, curve: [] } as unknown as TrialRecord);
    }
    const last = study.trials.slice(trials / 2).map(({ params }) => Number(params.x) + Number(params.y));
    return { study, kept: last.filter((sum) => sum >= 1).length / last.length };
  };
  const { study, kept } = search(true);
  expect(study.best!.violations![0]).toBeLessThanOrEqual(0);
  // One that does not know the limit goes where it is broken.
  expect(kept).toBeGreaterThan(search(false).kept + 0.2);
  if (type === 'gp') expect(study.best!.value!).toBeLessThan(1.02);
});

const space: Space = [
  { path: 'rate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } },
  { path: 'units', domain: { kind: 'int', low: 4, high: 6 } },
];

test('grid: last parameter fastest, continuous ranges by resolution with both ends', () => {
  const { points } = drive(samplerDef('grid'), space, 100, { options: { resolution: 3 } });
  expect(points).toHaveLength(9);
  expect(points.map(({ units }) => units)).toEqual([4, 5, 6, 4, 5, 6, 4, 5, 6]);
  expect(points[0].rate).toBe(0.001);
  expect(points[3].rate).toBeCloseTo(0.01, 12);
  expect(points[6].rate).toBe(0.1);
});

test('grid: long logarithmic whole-number ranges are cut to distinct points', () => {
  const wide: Space = [{ path: 'units', domain: { kind: 'int', low: 1, high: 256, log: true } }];
  const { points } = drive(samplerDef('grid'), wide, 100, { options: { resolution: 5 } });
  expect(points.map(({ units }) => units)).toEqual([1, 4, 16, 64, 256]);
});

test('grid: without a resolution a continuous parameter is refused by name', () => {
  const grid = samplerDef('grid');
  expect(grid.check(space, samplerOptions(grid, { resolution: 0 }))).toMatchObject({
    code: 'space-grid-continuous',
    details: { param: 'rate' },
  });
  expect(grid.check(space, samplerOptions(grid, {}))).toBeNull();
});

test('grid: a space of 10^12 points is walked without listing it', () => {
  const huge: Space = Array.from({ length: 12 }, (_, i) => ({
    path: `p${i}`,
    domain: { kind: 'int', low: 0, high: 9 },
  }));
  const grid = samplerDef('grid');
  expect(grid.points(huge, samplerOptions(grid, {}))).toBe(1e12);
  const { points } = drive(grid, huge, 25);
  expect(points[24]).toMatchObject({ p9: 0, p10: 2, p11: 4 });
});

test('random: nearly exhausted spaces still give each point once', () => {
  const all: Space = [{ path: 'n', domain: { kind: 'int', low: 1, high: 300 } }];
  const { points, exhausted } = drive(samplerDef('random'), all, 301);
  expect(exhausted).toBe(true);
  expect(new Set(points.map(pointKey)).size).toBe(300);
});

test('random: log ranges are uniform in the logarithm', () => {
  const draws = Array.from({ length: 4000 }, (_, seed) =>
    Number(drive(samplerDef('random'), space, 1, { seed }).points[0].rate),
  );
  const below = draws.filter((rate) => rate < 0.01).length / draws.length;
  // Four standard errors of a fair coin at n = 4000.
  expect(Math.abs(below - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
});

test('adding a parameter leaves the draws of the others as they were', () => {
  const more: Space = [...space, { path: 'extra', domain: { kind: 'bool' } }];
  const strip = ({ rate, units }: Record<string, unknown>) => ({ rate, units });
  const before = drive(samplerDef('random'), space, 20).points.map(strip);
  expect(drive(samplerDef('random'), more, 20).points.map(strip)).toEqual(before);
});

const cube: Space = [
  { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'log', domain: { kind: 'float', low: 0.01, high: 100, log: true } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b', 'c', 'd'] } },
  { path: 'on', domain: { kind: 'bool' } },
];

const decades = (value: unknown) => Math.log10(Number(value) * 100) / 4;

test('lhs: each design uses every part of every axis once, and designs differ', () => {
  const { points } = drive(samplerDef('lhs'), cube, 48, { options: { size: 16 } });
  const orders = [0, 16, 32].map((start) => {
    const design = points.slice(start, start + 16);
    const parts = design.map(({ x }) => Math.floor(Number(x) * 16));
    const logParts = design.map(({ log }) => Math.floor(decades(log) * 16));
    expect(new Set(parts).size).toBe(16);
    expect(new Set(logParts).size).toBe(16);
    for (const kind of ['a', 'b', 'c', 'd']) expect(design.filter((point) => point.kind === kind)).toHaveLength(4);
    expect(design.filter(({ on }) => on)).toHaveLength(8);
    return parts.join();
  });
  expect(new Set(orders).size).toBe(3);
});

test('lhs: the middle of each part on request', () => {
  const { points } = drive(samplerDef('lhs'), cube, 8, { options: { size: 8, centre: true } });
  expect(points.map(({ x }) => Number(x) * 16).sort((a, b) => a - b)).toEqual([1, 3, 5, 7, 9, 11, 13, 15]);
});

test('sobol: every 2^k points fill every axis evenly, scrambled or not; seeds matter only when scrambled', () => {
  for (const scramble of [true, false]) {
    const { points } = drive(samplerDef('sobol'), cube, 64, { options: { scramble } });
    for (const start of [0, 16, 32, 48]) {
      const part = points.slice(start, start + 16);
      expect(new Set(part.map(({ x }) => Math.floor(Number(x) * 16))).size).toBe(16);
      for (const kind of ['a', 'b', 'c', 'd']) expect(part.filter((point) => point.kind === kind)).toHaveLength(4);
    }
    const other = drive(samplerDef('sobol'), cube, 4, { options: { scramble }, seed: 2 }).points;
    if (scramble) expect(other).not.toEqual(points.slice(0, 4));
    else expect(other).toEqual(points.slice(0, 4));
  }
});

test('sobol: the plain sequence starts as published', () => {
  const { points } = drive(samplerDef('sobol'), cube, 5, { options: { scramble: false } });
  expect(points.map(({ x, kind, on }) => [x, kind, on])).toEqual([
    [0, 'a', false],
    [0.5, 'c', true],
    [0.75, 'b', false],
    [0.25, 'd', true],
    [0.375, 'c', true],
  ]);
});

const gridSpace: Space = [
  { path: 'a', domain: { kind: 'int', low: 0, high: 9 } },
  { path: 'b', domain: { kind: 'int', low: 0, high: 9 } },
];
const sphere = ({ a, b }: ParamValues) => (Number(a) - 7) ** 2 + (Number(b) - 2) ** 2;
const ends = (f: (params: ParamValues) => number) => (params: ParamValues) =>
  ({ state: 'done', value: f(params) }) as const;

test('local search: each ask is one change away from the best so far, until a minimum; then it starts elsewhere', () => {
  const options = { step: 0.1, halvings: 0 };
  const { points } = drive(samplerDef('localSearch'), gridSpace, 60, { options, outcome: ends(sphere) });
  let best = points[0];
  const minimum = points.findIndex((point) => sphere(point) === 0);
  expect(minimum).toBeGreaterThan(0);
  for (const point of points.slice(1, minimum + 1)) {
    const moved = Math.abs(Number(point.a) - Number(best.a)) + Math.abs(Number(point.b) - Number(best.b));
    expect(moved).toBe(1);
    if (sphere(point) < sphere(best)) best = point;
  }
  // The four neighbours of the minimum come next, as far as they are new; then a start, which is no neighbour of it.
  const near = points.filter((point) => sphere(point) === 1).length;
  expect(near).toBe(4);
  const last = points.reduce((found, point, i) => (sphere(point) === 1 ? i : found), 0);
  expect(sphere(points[last + 1])).toBeGreaterThan(1);
});

test('local search: the step halves where nothing at its distance is better', () => {
  const line: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }];
  const near = (params: ParamValues) => Math.abs(Number(params.x) - 0.4);
  const { points } = drive(samplerDef('localSearch'), line, 60, {
    options: { step: 0.25, halvings: 6 },
    outcome: ends(near),
  });
  expect(Math.min(...points.map(near))).toBeLessThan(0.25 / 2 ** 6);
});

test('local search: a failed start is followed by another start', () => {
  const failsFirst = (params: ParamValues, index: number) =>
    index < 2 ? ({ state: 'failed', value: null } as const) : ends(sphere)(params);
  const { points } = drive(samplerDef('localSearch'), gridSpace, 3, { outcome: failsFirst });
  const random = drive(samplerDef('random'), gridSpace, 3).points;
  expect(points).toEqual(random);
});

const genes: Space = Array.from({ length: 8 }, (_, i) => ({
  path: `g${i}`,
  domain: { kind: 'choice', values: Array.from({ length: 9 }, (_v, k) => `v${k}`) },
}));
const distance = (a: ParamValues, b: ParamValues) => Object.keys(a).filter((path) => a[path] !== b[path]).length;

test('regularized evolution: random at first, then one change from one of the last P trials, however good older ones are', () => {
  const options = { population: 6, tournament: 20 };
  // The first trial is the best of all, later ones are better the later they come.
  const outcome = (_params: ParamValues, index: number) =>
    ({ state: 'done', value: index === 0 ? 1000 : index }) as const;
  const { points } = drive(samplerDef('regularizedEvolution'), genes, 30, { options, outcome, direction: 'maximize' });
  expect(points.slice(0, 6)).toEqual(drive(samplerDef('random'), genes, 6).points);
  // The first trial is in the population for one ask only, and a tournament of 20 among 6 finds the best there is.
  expect(distance(points[6], points[0])).toBe(1);
  const parents = points.slice(7).map((point, i) => {
    const near = points.slice(i + 1, i + 7).filter((other) => distance(point, other) === 1);
    expect(near.length).toBeGreaterThan(0);
    return near.includes(points[i + 6]);
  });
  expect(distance(points[7], points[0])).toBeGreaterThan(1);
  expect(parents.filter(Boolean).length).toBeGreaterThan(parents.length / 2);
});

test('regularized evolution: a population is made of trials with values; failures are drawn anew', () => {
  const outcome = (params: ParamValues, index: number) =>
    index % 2 ? ({ state: 'failed', value: null } as const) : ends(objective)(params);
  const { points } = drive(samplerDef('regularizedEvolution'), genes, 12, { options: { population: 5 }, outcome });
  // Asks 0 to 8 bring five values (0, 2, 4, 6, 8); before that every ask is random.
  expect(points.slice(0, 9)).toEqual(drive(samplerDef('random'), genes, 9).points);
  for (const point of points.slice(9)) {
    expect(points.slice(0, 9).some((parent, i) => i % 2 === 0 && distance(point, parent) === 1)).toBe(true);
  }
});

test('genetic: without mutation every setting of a child comes from the best P, and both parents give some', () => {
  const options = { population: 8, mutations: 0, crossover: 1 };
  const outcome = ends((params) => Number(String(params.g0).slice(1)));
  const { points } = drive(samplerDef('genetic'), genes, 40, { options, outcome });
  const cost = (point: ParamValues) => Number(String(point.g0).slice(1));
  let crossed = 0;
  for (let i = 8; i < 40; i++) {
    const best = [...points.slice(0, i).entries()]
      .sort(([a, x], [b, y]) => cost(x) - cost(y) || a - b)
      .slice(0, 8)
      .map(([, point]) => point);
    const nearest = Math.min(...best.map((parent) => distance(points[i], parent)));
    const foreign = Object.keys(points[i]).filter((path) => best.every((parent) => parent[path] !== points[i][path]));
    // A child that equals a parent gets one mutation, which may be a new value.
    expect(foreign.length).toBeLessThanOrEqual(1);
    if (foreign.length === 1) expect(nearest).toBe(1);
    if (i < 14 && nearest > 1) crossed++;
  }
  // While the population is still mixed, uniform crossover of 8 genes stays within one of a parent only now and then.
  expect(crossed).toBeGreaterThanOrEqual(4);
});

test('genetic: mutation changes the expected number of settings', () => {
  const options = { population: 2, crossover: 0, mutations: 3, tournament: 20 };
  const outcome = (_params: ParamValues, index: number) => ({ state: 'done', value: index }) as const;
  const changes = Array.from({ length: 300 }, (_, seed) => {
    const { points } = drive(samplerDef('genetic'), genes, 3, { options, outcome, seed });
    return distance(points[2], points[0]);
  });
  const mean = changes.reduce((sum, n) => sum + n, 0) / changes.length;
  // Binomial(8, 3/8), and a child with no change gets one: mean 3 + (5/8)^8; four standard errors at n = 300.
  const expected = 3 + (5 / 8) ** 8;
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(1.9 / 300));
});

test('mutated numbers stay near; a mutation step of 0 draws them anew', () => {
  const line: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }];
  const spreadOf = (spread: number) => {
    const options = { population: 2, tournament: 20, spread };
    const outcome = (_params: ParamValues, index: number) => ({ state: 'done', value: index }) as const;
    const moves = Array.from({ length: 400 }, (_, seed) => {
      const { points } = drive(samplerDef('regularizedEvolution'), line, 3, { options, outcome, seed });
      return Math.abs(Number(points[2].x) - Number(points[0].x));
    });
    return moves.reduce((sum, x) => sum + x, 0) / moves.length;
  };
  // |N(0, s)| has mean s * sqrt(2 / pi); two uniform numbers are 1/3 apart.
  expect(spreadOf(0.02)).toBeGreaterThan(0.013);
  expect(spreadOf(0.02)).toBeLessThan(0.019);
  expect(spreadOf(0)).toBeGreaterThan(0.28);
});

test.each(['localSearch', 'regularizedEvolution', 'genetic', 'reinforce'])(
  '%s: a branch of one point inside an endless space is not tried again and again, however good it is',
  (type) => {
    const branch: Space = [
      { path: 'kind', domain: { kind: 'choice', values: ['plain', 'rich'] } },
      { path: 'x', domain: { kind: 'float', low: 1, high: 2 }, when: { path: 'kind', in: ['rich'] } },
    ];
    const options: Record<string, number> = type === 'localSearch' || type === 'reinforce' ? {} : { population: 5 };
    const outcome = ends(({ x }) => Number(x ?? 0));
    const { points } = drive(samplerDef(type), branch, 60, { options, outcome });
    const plain = points.slice(5).filter(({ kind }) => kind === 'plain').length;
    // Uniform draws would make 28 of 55. Only a random start may come there again, and only local search starts again.
    expect(plain).toBeLessThanOrEqual(type === 'localSearch' ? 7 : 1);
  },
);
