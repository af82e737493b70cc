import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const friedman1: GeneratedCard = {
  kind: 'generated',
  id: 'friedman1',
  label: 'Friedman 1',
  summary:
    'A regression with a known formula, in which five features matter and the others are noise. ' +
    'It shows whether a model finds the interaction and whether an explanation ignores what should be ignored.',
  source: 'Generated here, after Friedman (1991) and make_friedman1 of scikit-learn',
  sourceUrl: 'https://doi.org/10.1214/aos/1176347963',
  licence: 'CC0 1.0',
  task: 'regression',
  target: 'y',
  exclude: [],
  rows: 1000,
  columns: 11,
  sha256: 'f3510879fc6f3d54790d4b1c77f81ecda9fd6f704e5630717dc535c17c69602c',
  fields,
};
