import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const xor: GeneratedCard = {
  kind: 'generated',
  id: 'xor',
  label: 'XOR',
  summary:
    'Points in a square, classed by whether the signs of their coordinates agree. ' +
    'Each feature alone says nothing about the class, both together say all.',
  source: 'Generated here, after Minsky & Papert (1969)',
  licence: 'CC0 1.0',
  task: 'binary',
  target: 'class',
  exclude: [],
  rows: 400,
  columns: 3,
  sha256: 'e2421004c87299a5e6b088291df4b80275422b87486249f237292297138bdc53',
  fields,
};
