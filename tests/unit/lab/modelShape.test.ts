// What the page says goes into a model before any row is read, beside what the preparation makes of the rows.
import { expect, it } from 'vitest';
import type { Lab } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { matrixSteps } from '$core/pipeline/matrix/registry';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';
import { shapeOf } from '$features/model/shape';

const column = (name: string, type: ColumnInfo['type'], distinct: number) =>
  ({ name, type, missing: 0, distinct }) as ColumnInfo;
const columns = [
  ...Array.from({ length: 30 }, (_, i) => column(`g${i}`, 'numeric', 64)),
  column('y', 'categorical', 6),
];
const dataset = { rows: 64, columns } as unknown as DatasetInfo;
const lab: Lab = exampleLab({
  title: '',
  note: '',
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'y', task: 'multiclass', exclude: [] },
  steps: [],
});
type Step = NonNullable<Lab['features']['matrix']>[number];
const after = (...matrix: Step[]) => shapeOf(dataset, { ...lab, features: { ...lab.features, matrix } });
const width = (n: number, exact: boolean) => ({ inputs: [{ id: 'features', shape: [n], dtype: 'float32' }], exact });

it('counts the columns that selections and reductions leave', () => {
  expect(after()).toMatchObject(width(30, true));
  const information: Step = { id: 'keep', type: 'information', options: { keep: 'best', components: 13 } };
  expect(after(information)).toMatchObject(width(13, true));
  expect(after({ ...information, enabled: false })).toMatchObject(width(30, true));
  const pca: Step = { id: 'pca', type: 'pca', options: { components: 5 } };
  expect(after(information, { id: 'n', type: 'normalize' }, pca)).toMatchObject(width(5, true));
  expect(after({ id: 'p', type: 'pca', options: { choose: 'share', share: 0.9 } })).toMatchObject(width(30, false));
  expect(after({ id: 'v', type: 'variance', options: { components: 3 } })).toMatchObject(width(30, false));
});

it('knows the threshold selections of the registry', () => {
  for (const def of matrixSteps) {
    const { keep } = def.fields;
    if (!keep) continue;
    const exact = keep.default === 'best';
    expect(after({ id: 's', type: def.type, options: { components: 3 } })?.exact).toBe(exact);
  }
});

it('leaves out classes that a rule drops, and says where steps make columns', () => {
  expect(shapeOf(dataset, lab)?.units).toBe(6);
  const rows: Lab['rows'] = [
    { drop: 'values', column: 'y', values: ['a'] },
    { drop: 'values', column: 'y', values: ['b', 'a'] },
    { drop: 'values', column: 'g1', values: ['1'] },
  ];
  expect(shapeOf(dataset, { ...lab, rows })?.units).toBe(4);
  const derive = [{ id: 'd', type: 'dateParts', columns: ['g1'] }];
  expect(shapeOf(dataset, { ...lab, features: { ...lab.features, derive } })?.exact).toBe(false);
});
