// What the Data page changes in a lab, and what it offers.
import { describe, expect, it } from 'vitest';
import type { Lab } from '$core/lab/document';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import type { ColumnInfo } from '$core/table/types';
import { possibleTasks, targetProblem, typed, withIncluded, withTarget, withType } from '$features/data/roles';
import { possibleTypes, shareText, sizeText } from '$features/data/words';

const sha256 = '0'.repeat(64);
const numeric = (name: string, distinct: number, whole = false): ColumnInfo => ({
  name,
  type: 'numeric',
  sha256,
  missing: 0,
  distinct,
  wholeNumbers: whole,
  range: { min: 0, max: distinct - 1, mean: 1, std: 1 },
});
const words = (name: string, values: string[]): ColumnInfo => ({
  name,
  type: 'categorical',
  sha256,
  missing: 0,
  distinct: values.length,
  top: values.map((value) => ({ value, count: 5 })),
});
const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Test',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'kind', task: 'multiclass', exclude: ['name', 'mass'] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};

describe('edits', () => {
  it('choosing a target proposes its task and takes it out of the left-out columns', () => {
    expect(withTarget(numeric('mass', 300))(lab).roles).toEqual({
      target: 'mass',
      task: 'regression',
      exclude: ['name'],
    });
    expect(withTarget(words('sex', ['f', 'm']))(lab).roles.task).toBe('binary');
  });

  it('a column is left out once, however often it is asked', () => {
    const twice = withIncluded(['mass'], false)(withIncluded(['mass'], false)(lab));
    expect(twice.roles.exclude).toEqual(['name', 'mass']);
    expect(withIncluded(['name', 'mass'], true)(lab).roles.exclude).toEqual([]);
  });

  it('a type is kept only where it differs from the inferred one', () => {
    const column = numeric('year', 3, true);
    const changed = withType(column, 'categorical')(lab);
    expect(changed.types).toEqual({ year: 'categorical' });
    expect(typed(column, changed).type).toBe('categorical');
    expect('types' in withType(column, 'numeric')(changed)).toBe(false);
  });

  it('another type of the target gives it another task', () => {
    const target = numeric('kind', 40);
    const asNumber = { ...lab, roles: { ...lab.roles, task: 'regression' as const } };
    expect(withType(target, 'categorical')(asNumber).roles.task).toBe('multiclass');
    expect(withType(numeric('other', 40), 'categorical')(asNumber).roles.task).toBe('regression');
  });

  it('nothing of the given lab is changed in place', () => {
    const before = structuredClone(lab);
    withTarget(numeric('mass', 300))(lab);
    withType(numeric('year', 3), 'id')(lab);
    withIncluded(['x'], false)(lab);
    expect(lab).toEqual(before);
  });
});

describe('offers', () => {
  it('tasks that the target allows', () => {
    expect(possibleTasks(words('a', ['x', 'y']))).toEqual(['binary']);
    expect(possibleTasks(numeric('a', 5))).toEqual(['multiclass', 'regression']);
    expect(possibleTasks(numeric('a', 5000))).toEqual(['regression']);
    expect(possibleTasks({ ...words('a', ['x']), distinct: 10_000 })).toEqual([]);
    expect(possibleTasks(words('a', ['x']))).toEqual([]);
  });

  it('types that the values allow', () => {
    expect(possibleTypes(numeric('a', 2))).toContain('boolean');
    expect(possibleTypes(numeric('a', 9))).not.toContain('boolean');
    expect(possibleTypes(words('a', ['1', '2.5']))).toContain('numeric');
    expect(possibleTypes(words('a', ['1', 'b']))).not.toContain('numeric');
  });

  it('says what is wrong with a target', () => {
    expect(targetProblem(words('a', ['x', 'y']), lab)).toBeNull();
    expect(targetProblem(undefined, lab)).toMatch(/no column "kind"/);
    expect(targetProblem(words('a', ['x']), lab)).toMatch(/same value/);
    expect(targetProblem({ ...words('a', []), distinct: 0 }, lab)).toMatch(/no values/);
    expect(targetProblem({ ...words('a', ['x']), distinct: 10_000 }, lab)).toMatch(/10,000 classes/);
  });
});

describe('words', () => {
  it('sizes and shares', () => {
    expect([999, 1500, 123_456, 2e9].map(sizeText)).toEqual(['999 B', '1.5 kB', '123 kB', '2 GB']);
    expect([shareText(0, 10), shareText(1, 10_000), shareText(1, 30), shareText(1, 2)]).toEqual([
      '',
      '< 0.1 %',
      '3.3 %',
      '50 %',
    ]);
  });
});
