import type { BundledCard } from '../dataset';

export const movies: BundledCard = {
  kind: 'bundled',
  id: 'movies',
  label: 'Movies',
  summary:
    'Budget, takings, genre, rating and votes of 3,201 films, with many values missing. Mixed types and long lists of ' +
    'categories make it a fair test of preprocessing.',
  source: 'The Numbers, Rotten Tomatoes and IMDb (2010), through vega-datasets 3.2.1',
  sourceUrl: 'https://github.com/vega/vega-datasets',
  licence: 'BSD 3-Clause (collection); facts collected for teaching',
  task: 'regression',
  target: 'IMDB Rating',
  exclude: ['Title'],
  rows: 3201,
  columns: 16,
  sha256: '50d61e2354ef739048ac6a560c970c66f05996b60163c811b2dbc4f8d8c80b81',
};
