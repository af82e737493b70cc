import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const blobs: GeneratedCard = {
  kind: 'generated',
  id: 'blobs',
  label: 'Blobs',
  summary:
    'Round clusters of points around random centres, one class each. ' +
    'Turn up the spread until they overlap and watch what a classifier can still tell.',
  source: 'Generated here, after make_blobs of scikit-learn',
  sourceUrl: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_blobs.html',
  licence: 'CC0 1.0',
  task: 'multiclass',
  target: 'class',
  exclude: [],
  rows: 600,
  columns: 3,
  sha256: 'c2715485e9f9375bd7ebe8f6a3fa24ae61ee8d65a15ef6f05f8f27949f4599c1',
  fields,
};
