// Sentences whose order alone decides: what follows "not" and what does not. Every sentence has the same words as
// one of the other class, so nothing that counts words can tell them apart.
import { Stream } from '$core/rng/stream';
import type { Table } from '$core/table/types';
import { numbers, strings, tableOf } from '$datasets/columns';

const things = ['film', 'book', 'song', 'play', 'show', 'meal'];
const fillers = ['really', 'quite', 'rather', 'clearly', 'just', 'so'];

/** `text`, and `mood`: high where it is not bad but good. `beside`: a number and a category that say nothing. */
export function sentences(rows: number, beside = false): Table {
  const rng = Stream.of(11, 'sentences');
  const pick = (words: readonly string[]) => words[rng.below(words.length)];
  const made = Array.from({ length: rows }, (_, i) => {
    const high = i % 2 === 1;
    const [first, second] = high ? ['bad', 'good'] : ['good', 'bad'];
    const start = rng.below(2) === 1 ? `the ${pick(things)} was ` : `this ${pick(things)}, it was ${pick(fillers)} `;
    return { text: `${start}not ${first} but ${second} ${pick(things)}.`, mood: high ? 'high' : 'low' };
  });
  return tableOf([
    strings(
      'text',
      made.map(({ text }) => text),
      'text',
    ),
    strings(
      'mood',
      made.map(({ mood }) => mood),
    ),
    ...(beside
      ? [
          numbers(
            'pages',
            made.map(() => rng.below(300)),
          ),
          strings(
            'city',
            made.map(() => pick(['Rome', 'Bern', 'Oslo'])),
          ),
        ]
      : []),
  ]);
}
