import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const circles: GeneratedCard = {
  kind: 'generated',
  id: 'circles',
  label: 'Circles',
  summary:
    'A small circle of points inside a larger one. ' +
    'No single straight cut helps, and three hidden units are just enough.',
  source: 'Generated here, after make_circles of scikit-learn',
  sourceUrl: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_circles.html',
  licence: 'CC0 1.0',
  task: 'binary',
  target: 'class',
  exclude: [],
  rows: 500,
  columns: 3,
  sha256: 'c6764cc319c5373b38dbf3f1017f80e9c986b0c1b86dd70b9d2ab371ab3816f3',
  fields,
};
