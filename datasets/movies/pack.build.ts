import { numbers, strings } from '../columns';
import { numeric, text, type PackTable } from '../source.build';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The collection ends in 2011; later years were two-digit years read in the wrong century. */
const lastYear = 2011;

/** "Jun 12 1998" as milliseconds UTC. "Dec 31 1969" is an absent date that went through a time stamp of -1. */
function releaseDate(value: unknown): number {
  const found = /^([A-Z][a-z]{2}) (\d{2}) (\d{4})$/.exec(String(value));
  if (!found || value === 'Dec 31 1969') return NaN;
  const year = Number(found[3]);
  return Date.UTC(year > lastYear ? year - 100 : year, months.indexOf(found[1]), Number(found[2]));
}

export const packMovies: PackTable = async (source) => {
  const rows = await source.vega('movies.json');
  const number = (name: string) =>
    numbers(
      name,
      rows.map((row) => numeric(row[name])),
    );
  const category = (name: string) =>
    strings(
      name,
      rows.map((row) => text(row[name])),
    );
  return [
    // Titles such as 1941 or 300 are stored as numbers in the source.
    strings(
      'Title',
      rows.map((row) => text(row.Title)),
      'text',
    ),
    ...['US Gross', 'Worldwide Gross', 'US DVD Sales', 'Production Budget'].map(number),
    numbers(
      'Release Date',
      rows.map((row) => releaseDate(row['Release Date'])),
      'date',
    ),
    category('MPAA Rating'),
    number('Running Time min'),
    ...['Distributor', 'Source', 'Major Genre', 'Creative Type', 'Director'].map(category),
    ...['Rotten Tomatoes Rating', 'IMDB Rating', 'IMDB Votes'].map(number),
  ];
};
