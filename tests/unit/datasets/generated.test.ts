// Generators against their own stated truth: geometry, formula, probability and course of drift.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import type { DictData, NumberData, Table } from '$core/table/types';
import { friedman } from '$datasets/friedman1/generate';
import { approvalProbability } from '$datasets/loans/truth';
import { datasetCards } from '$datasets/registry';
import { driftLevel, type DriftKind } from '$datasets/stream/drift';
import { generated } from '../../support/datasets';

const data = (table: Table, name: string) => table.columns.find((c) => c.name === name)!.data;
const numbersOf = (table: Table, name: string) => (data(table, name) as NumberData).values;
const textsOf = (table: Table, name: string) => {
  const { codes, dictionary } = data(table, name) as DictData;
  return Array.from(codes, (code) => dictionary[code]);
};
const cards = datasetCards.flatMap((card) => (card.kind === 'generated' ? [card] : []));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(cards)('$id', (card) => {
  test('the card tells the truth about the default table', async () => {
    const table = await generated(card.id);
    expect([table.rows, table.columns.length]).toEqual([card.rows, card.columns]);
    const names = table.columns.map((c) => c.name);
    expect(names).toEqual(expect.arrayContaining([card.target, ...card.exclude]));
    if (card.task === 'binary') expect((data(table, card.target) as DictData).dictionary.length).toBe(2);
  });

  test('same seed, same table; other seed, other table; options left out are the defaults', async () => {
    const [a, b, c] = await Promise.all([
      generated(card.id, {}, 7),
      generated(card.id, defaultsOf(card.fields), 7),
      generated(card.id, {}, 8),
    ]);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('options outside their range are refused by name', async () => {
    await expect(generated(card.id, { rows: 1 })).rejects.toMatchObject({ code: 'field-invalid' });
    await expect(generated(card.id, { colour: 'red' })).rejects.toThrow(/colour/);
  });
});

test('without noise, moons, circles and spirals lie on their curves', async () => {
  const moons = await generated('moons', { noise: 0 });
  const [x1, x2, names] = [numbersOf(moons, 'x1'), numbersOf(moons, 'x2'), textsOf(moons, 'class')];
  names.forEach((name, row) => {
    const [cx, cy] = name === 'upper' ? [0, 0] : [1, 0.5];
    expect(Math.hypot(x1[row] - cx, x2[row] - cy)).toBeCloseTo(1, 12);
    expect(name === 'upper' ? x2[row] >= 0 : x2[row] <= 0.5).toBe(true);
  });
  const circles = await generated('circles', { noise: 0, factor: 0.3 });
  const outer = textsOf(circles, 'class');
  numbersOf(circles, 'x1').forEach((x, row) => {
    const radius = Math.hypot(x, numbersOf(circles, 'x2')[row]);
    expect(radius).toBeCloseTo(outer[row] === 'outer' ? 1 : 0.3, 12);
  });
  const spirals = await generated('spirals', { noise: 0, arms: 4, turns: 2 });
  const arms = textsOf(spirals, 'class');
  numbersOf(spirals, 'x1').forEach((x, row) => {
    const y = numbersOf(spirals, 'x2')[row];
    const arm = Number(arms[row].slice(4)) - 1;
    const turns = Math.atan2(y, x) / (2 * Math.PI) - 2 * Math.hypot(x, y) - arm / 4;
    expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-9);
  });
});

test('noise has the stated standard deviation', async () => {
  const options = { rows: 20_000 };
  const [clean, noisy] = await Promise.all([
    generated('friedman1', { ...options, noise: 0 }),
    generated('blobs', { ...options, classes: 2, spread: 3 }),
  ]);
  const features = ['x1', 'x2', 'x3', 'x4', 'x5'].map((name) => numbersOf(clean, name));
  numbersOf(clean, 'y').forEach((y, row) => {
    expect(y).toBe(friedman(features.map((values) => values[row])));
  });
  const first = Array.from(numbersOf(noisy, 'x1')).filter((_, row) => row % 2 === 0);
  const centre = mean(first);
  expect(Math.sqrt(mean(first.map((x) => (x - centre) * (x - centre))))).toBeCloseTo(3, 1);
});

test('xor: each feature alone is blind, the flipped share is as asked', async () => {
  const table = await generated('xor', { rows: 20_000, noise: 0, flipped: 0.2 });
  const [x1, x2] = [numbersOf(table, 'x1'), numbersOf(table, 'x2')];
  const agree = textsOf(table, 'class').map((name) => Number(name === 'agree'));
  expect(mean(agree.map((a, row) => Number(a === Number(x1[row] * x2[row] < 0))))).toBeCloseTo(0.2, 1);
  expect(mean(agree.filter((_, row) => x1[row] > 0))).toBeCloseTo(0.5, 1);
});

describe('loans', () => {
  const rate = async (bias: number, group: string) => {
    const table = await generated('loans', { rows: 20_000, bias, missing: 0 }, 3);
    const groups = textsOf(table, 'group');
    return mean(
      textsOf(table, 'approved')
        .map((a) => Number(a === 'yes'))
        .filter((_, row) => groups[row] === group),
    );
  };

  test('without bias both groups fare alike; bias hurts B and only B', async () => {
    const [fairA, fairB, biasedA, biasedB] = await Promise.all([
      rate(0, 'A'),
      rate(0, 'B'),
      rate(2, 'A'),
      rate(2, 'B'),
    ]);
    expect(Math.abs(fairA - fairB)).toBeLessThan(0.02);
    expect(biasedA).toBe(fairA);
    expect(biasedB).toBeLessThan(fairB - 0.2);
  });

  test('decisions follow the stated probability', async () => {
    const table = await generated('loans', { rows: 20_000, missing: 0 }, 4);
    const numbers = ['income', 'debt', 'amount', 'age', 'employment_years', 'homeowner'].map((n) =>
      numbersOf(table, n),
    );
    const texts = ['credit_history', 'purpose', 'group'].map((name) => textsOf(table, name));
    const approved = textsOf(table, 'approved').map((a) => Number(a === 'yes'));
    const p = approved.map((_, row) => {
      const [income, debt, amount, age, employmentYears, homeowner] = numbers.map((values) => values[row]);
      const [history, purpose, group] = texts.map((values) => values[row]);
      const person = {
        income,
        debt,
        amount,
        age,
        employmentYears,
        homeowner: homeowner === 1,
        history,
        purpose,
        group,
      };
      return approvalProbability(person as Parameters<typeof approvalProbability>[0], 1);
    });
    for (const [low, high] of [
      [0, 0.2],
      [0.2, 0.4],
      [0.4, 0.6],
      [0.6, 0.8],
      [0.8, 1],
    ]) {
      const inside = approved.map((_, row) => row).filter((row) => p[row] >= low && p[row] < high);
      expect(inside.length).toBeGreaterThan(500);
      expect(mean(inside.map((row) => approved[row]))).toBeCloseTo(mean(inside.map((row) => p[row])), 1);
    }
  });

  test('gaps and the proxy are as asked', async () => {
    const table = await generated('loans', { rows: 20_000, missing: 0.25, proxy: 1 });
    expect(mean(Array.from(numbersOf(table, 'income'), (x) => Number(Number.isNaN(x))))).toBeCloseTo(0.25, 1);
    const south = textsOf(table, 'region').map((name) => name === 'south' || name === 'east');
    expect(textsOf(table, 'group').map((name) => name === 'B')).toEqual(south);
  });
});

describe('stream', () => {
  const wrong = async (drift: DriftKind, changes: 'concept' | 'covariate', from: number, to: number) => {
    const table = await generated('stream', { rows: 10_000, drift, changes, at: 0.5, width: 0.2 });
    const [x1, names] = [numbersOf(table, 'x1'), textsOf(table, 'class')];
    const rows = names.map((_, row) => row).slice(from * 10_000, to * 10_000);
    return mean(rows.map((row) => Number((x1[row] > 0 ? 'above' : 'below') !== names[row])));
  };

  test('the first rule holds until the drift and fails half the time after a quarter turn', async () => {
    for (const drift of ['none', 'sudden', 'gradual', 'incremental', 'recurring'] as const)
      expect(await wrong(drift, 'concept', 0, 0.5)).toBe(0);
    expect(await wrong('none', 'concept', 0.5, 1)).toBe(0);
    expect(await wrong('sudden', 'concept', 0.5, 1)).toBeCloseTo(0.5, 1);
    expect(await wrong('gradual', 'concept', 0.7, 1)).toBeCloseTo(0.5, 1);
    expect(await wrong('incremental', 'concept', 0.55, 0.65)).toBeCloseTo(0.25, 1);
    expect(await wrong('recurring', 'concept', 0.7, 0.9)).toBe(0);
  });

  test('a covariate shift leaves the rule alone and moves the inputs', async () => {
    expect(await wrong('sudden', 'covariate', 0, 1)).toBe(0);
    const table = await generated('stream', { rows: 10_000, drift: 'sudden', changes: 'covariate', at: 0.5 });
    expect(mean(Array.from(numbersOf(table, 'x1').slice(5000)))).toBeCloseTo(2, 1);
  });

  test('the level of drift stays in [0, 1] and is 0 before the start', () => {
    const kinds = fc.constantFrom<DriftKind>('none', 'sudden', 'gradual', 'incremental', 'recurring');
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(kinds, share, share, share, share, (drift, at, width, t, chance) => {
        const level = driftLevel({ drift, at, width }, t, chance);
        expect(level).toBeGreaterThanOrEqual(0);
        expect(level).toBeLessThanOrEqual(1);
        if (t < at) expect(level).toBe(0);
      }),
    );
  });
});
