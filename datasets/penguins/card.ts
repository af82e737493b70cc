import type { BundledCard } from '../dataset';

export const penguins: BundledCard = {
  kind: 'bundled',
  id: 'penguins',
  label: 'Penguins',
  summary:
    'Body measurements of 344 penguins of three species on three islands near Palmer Station, Antarctica. Small, ' +
    'clean but for a few missing values, and nearly separable: a good first data set.',
  source: 'Gorman, Williams & Fraser (2014), through vega-datasets 3.2.1',
  sourceUrl: 'https://doi.org/10.1371/journal.pone.0090081',
  licence: 'CC0 1.0',
  task: 'multiclass',
  target: 'Species',
  exclude: [],
  rows: 344,
  columns: 7,
  sha256: '6a6aed033fdd0975d9079ced13387235c59691357d38cafbd8ffbc58e62181e2',
};
