import type { BundledCard } from '../dataset';

export const flights200k: BundledCard = {
  kind: 'bundled',
  id: 'flights-200k',
  label: 'Flights (200k)',
  summary:
    'Delay, distance and hour of departure of 200,000 flights within the United States in 2001. ' +
    'Large and noisy: delays grow through the day, and most of the rest is luck.',
  source: 'U.S. Bureau of Transportation Statistics, through vega-datasets 3.2.1',
  sourceUrl: 'https://www.transtats.bts.gov/',
  licence: 'U.S. government work (14 CFR Part 234)',
  task: 'regression',
  target: 'delay',
  exclude: [],
  rows: 200000,
  columns: 3,
  sha256: 'd19d4f748191ee35bee43ae51de9e9ecdf6671dd45c243713abe8d452f08df9d',
};
