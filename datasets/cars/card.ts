import type { BundledCard } from '../dataset';

export const cars: BundledCard = {
  kind: 'bundled',
  id: 'cars',
  label: 'Cars',
  summary:
    'Fuel consumption, weight, power and origin of 406 cars built from 1970 to 1982. A classic small regression in ' +
    'which most features say nearly the same thing.',
  source: 'StatLib (1982), through vega-datasets 3.2.1',
  sourceUrl: 'http://lib.stat.cmu.edu/datasets/cars.desc',
  licence: 'Free for educational and scientific purposes',
  task: 'regression',
  target: 'Miles_per_Gallon',
  exclude: ['Name'],
  rows: 406,
  columns: 9,
  sha256: '013b4aecea91b6bda99f70a6af2f761e795972353fb4ed71d10f6e80a63b3cce',
};
