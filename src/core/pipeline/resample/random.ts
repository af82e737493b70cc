// Rows of small classes repeated, or rows of large classes left out, by chance: imbalanced-learn's RandomOverSampler and
// RandomUnderSampler.
import { everyRow, lowered, raised, ratioField, resampleStep, rowsByClass } from './resample';

export const over = resampleStep({
  type: 'over',
  label: 'Repeat rows of rare classes',
  help: 'Training rows of rare classes are drawn again, with replacement, until the class is large enough.',
  fields: { ratio: ratioField('Rows of a class over those of the largest class, at least. 1: all classes alike.') },
  counts: (now, { ratio }) => raised(now, ratio),
  draw: (sample, wanted, _, { stream }) => {
    const more = rowsByClass(sample).flatMap((rows, c) => {
      const own = stream.split(c);
      return Array.from({ length: wanted[c] - rows.length }, () => rows[own.below(rows.length)]);
    });
    return { taken: Uint32Array.from([...everyRow(sample.rows), ...more]) };
  },
});

export const under = resampleStep({
  type: 'under',
  label: 'Leave out rows of frequent classes',
  help: 'Training rows of frequent classes are drawn, without replacement, until the class is small enough.',
  fields: { ratio: ratioField('Rows of the smallest class over those of a class, at least. 1: all classes alike.') },
  counts: (now, { ratio }) => lowered(now, ratio),
  draw: (sample, wanted, _, { stream }) => {
    const taken = rowsByClass(sample).flatMap((rows, c) =>
      wanted[c] < rows.length
        ? stream
            .split(c)
            .shuffle([...rows])
            .slice(0, wanted[c])
        : rows,
    );
    return { taken: Uint32Array.from(taken).sort() };
  },
});
