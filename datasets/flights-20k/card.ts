import type { BundledCard } from '../dataset';

export const flights20k: BundledCard = {
  kind: 'bundled',
  id: 'flights-20k',
  label: 'Flights (20k)',
  summary:
    'Delay, distance, route and time of 20,000 flights within the United States in early 2001. ' +
    'The airports have more than 200 categories each, which is what embeddings are for.',
  source: 'U.S. Bureau of Transportation Statistics, through vega-datasets 3.2.1',
  sourceUrl: 'https://www.transtats.bts.gov/',
  licence: 'U.S. government work (14 CFR Part 234)',
  task: 'regression',
  target: 'delay',
  exclude: [],
  rows: 20000,
  columns: 5,
  sha256: 'a91fc99fd5d3b2eaf4261d66e170f6cd7b7d850b550897b393128bac5802fdb2',
};
