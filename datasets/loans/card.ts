import type { GeneratedCard } from '../dataset';
import { fields } from './fields';

export const loans: GeneratedCard = {
  kind: 'generated',
  id: 'loans',
  label: 'Loan decisions',
  summary:
    'Made-up loan applications with a known probability of approval, mixed column types and missing values. ' +
    'A bias against one group can be set exactly, and a proxy for the group can be hidden in the region.',
  source: 'Generated here; the rule is in truth.ts',
  licence: 'CC0 1.0',
  task: 'binary',
  target: 'approved',
  exclude: [],
  rows: 2000,
  columns: 11,
  sha256: '5c607aaaa5aac3cd75ed5a32d6f218ebdfcb967f872d6c64340d21ceced50eb4',
  fields,
};
