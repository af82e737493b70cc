import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const moons: GeneratedCard = {
  kind: 'generated',
  id: 'moons',
  label: 'Two moons',
  summary:
    'Two interleaved half circles, one class each. ' +
    'The smallest problem that a straight line cannot solve and that shows a boundary bending as it is learned.',
  source: 'Generated here, after make_moons of scikit-learn',
  sourceUrl: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html',
  licence: 'CC0 1.0',
  task: 'binary',
  target: 'class',
  exclude: [],
  rows: 500,
  columns: 3,
  sha256: '156e56ad949bc76a703ccf44a2cfc14490220ccf3588baa822c146201cec9ab5',
  fields,
};
