import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const spirals: GeneratedCard = {
  kind: 'generated',
  id: 'spirals',
  label: 'Spirals',
  summary:
    'Arms that wind around each other from a common centre. ' +
    'Hard for small networks: width, depth and learning rate all show at once.',
  source: 'Generated here, after Lang & Witbrock (1988)',
  licence: 'CC0 1.0',
  task: 'multiclass',
  target: 'class',
  exclude: [],
  rows: 600,
  columns: 3,
  sha256: '8d80cdc97d6709db34579248ef6150d5957f793e2cc18e57c07ecc17fb21716a',
  fields,
};
