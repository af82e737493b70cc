import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const stream: GeneratedCard = {
  kind: 'generated',
  id: 'stream',
  label: 'Drifting stream',
  summary:
    'A row a minute, whose rule or inputs change at a known time and in a chosen way. ' +
    'What was learned before the drift goes stale after it.',
  source: 'Generated here, after the rotating hyperplane of Hulten, Spencer & Domingos (2001)',
  sourceUrl: 'https://doi.org/10.1145/502512.502529',
  licence: 'CC0 1.0',
  task: 'binary',
  target: 'class',
  exclude: ['time'],
  rows: 4000,
  columns: 5,
  sha256: '422f6f7d73aa5496b8fe656ed200178c1c3d8aed0e8261ecf4d3f7f81af73f20',
  fields,
};
