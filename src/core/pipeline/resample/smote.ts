// SMOTE and SMOTE-NC as steps: rows of rare classes are made between rows that exist (synthesize.ts).
import { int } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import {
  everyRow,
  raised,
  ratioField,
  resampleStep,
  rowsByClass,
  type Made,
  type ResampleContext,
  type Sample,
} from './resample';
import { kindsOf, synthesize, type ClassRows } from './synthesize';

/** Comparisons of numbers that finding neighbours may cost: some 20 seconds. */
const mostWork = 2e10;

const fields = {
  ratio: ratioField('Rows of a class over those of the largest class, at least. 1: all classes alike.'),
  neighbours: int('Neighbours', 5, 1, 50, {
    help: 'A new row lies between a row and one of so many nearest of its class.',
  }),
};

function counts(now: readonly number[], ratio: number, k: number, { classes, fail }: ResampleContext): number[] {
  const wanted = raised(now, ratio);
  const rows = Math.min(...now.filter((count, c) => wanted[c] > count && count <= k));
  const name = classes[now.findIndex((count, c) => wanted[c] > count && count === rows)];
  if (rows === 1) throw fail('resample-alone', { name });
  if (rows < Infinity) throw fail('resample-neighbours', { name, rows, needed: k + 1, most: rows - 1 });
  return wanted;
}

export const smote = resampleStep({
  type: 'smote',
  label: 'SMOTE',
  help: 'New training rows of rare classes, each between a row and one of its nearest. All numbers count as quantities.',
  fields,
  counts: (now, { ratio, neighbours }, context) => counts(now, ratio, neighbours, context),
  draw: (sample, wanted, { neighbours }, { stream, fail }) => {
    if (sample.texts) throw fail('resample-texts');
    if (sample.codeWidth > 0) throw fail('resample-codes');
    if (sample.width === 0) throw fail('resample-no-quantities');
    return { taken: everyRow(sample.rows), made: make({ ...sample, blocks: [] }, wanted, neighbours, stream, fail) };
  },
});

export const smoteNc = resampleStep({
  type: 'smoteNc',
  label: 'SMOTE-NC, for numbers and categories',
  help: 'As SMOTE for numbers; a category is that of most of the nearest rows, and a differing one counts as the median deviation of the numbers.',
  fields,
  counts: (now, { ratio, neighbours }, context) => counts(now, ratio, neighbours, context),
  draw: (sample, wanted, { neighbours }, { stream, fail }) => {
    if (sample.texts) throw fail('resample-texts');
    const inBlocks = sample.blocks.reduce((sum, { width }) => sum + width, 0);
    if (inBlocks === sample.width) throw fail('resample-no-quantities');
    return { taken: everyRow(sample.rows), made: make(sample, wanted, neighbours, stream, fail) };
  },
});

function make(
  sample: Sample,
  wanted: readonly number[],
  k: number,
  stream: Stream,
  fail: ResampleContext['fail'],
): Made {
  const { width, features, codeWidth, codes, blocks } = sample;
  const groups = rowsByClass(sample);
  const news = groups.map((rows, c) => wanted[c] - rows.length);
  const work = groups.reduce((sum, rows, c) => sum + Math.min(rows.length, news[c]) * rows.length * width, 0);
  if (work > mostWork)
    throw fail('resample-work', { rows: Math.max(...groups.filter((_, c) => news[c] > 0).map((g) => g.length)) });
  const total = news.reduce((sum, count) => sum + count, 0);
  const out = {
    features: new Float32Array(total * width),
    codes: new Int32Array(total * codeWidth),
    classOf: new Int32Array(total),
    of: new Uint32Array(total),
  };
  const inBlock = new Uint8Array(width);
  for (const { at, width: n } of blocks) inBlock.fill(1, at, at + n);
  const quantities = Array.from({ length: width }, (_, i) => i).filter((i) => inBlock[i] === 0);
  let at = 0;
  groups.forEach((rows, c) => {
    if (news[c] === 0) return;
    const own = stream.split(c);
    const places = Array.from({ length: news[c] }, () => ({ pick: own.below(rows.length * k), gap: own.uniform() }));
    const ties = own.split('ties');
    for (const { row, values, from } of synthesize(classRows(sample, rows, quantities), k, places, (n) =>
      ties.below(n),
    )) {
      quantities.forEach((place, i) => (out.features[at * width + place] = values[i]));
      blocks.forEach((block, b) => {
        const source = rows[from[b]] * width + block.at;
        out.features.set(features.subarray(source, source + block.width), at * width + block.at);
      });
      for (let w = 0; w < codeWidth; w++)
        out.codes[at * codeWidth + w] = codes[rows[from[blocks.length + w]] * codeWidth + w];
      out.classOf[at] = c;
      out.of[at++] = rows[row];
    }
  });
  return out;
}

function classRows(sample: Sample, rows: readonly number[], quantities: readonly number[]): ClassRows {
  const { width, features, codeWidth, codes, blocks } = sample;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => values.set(features.subarray(row * width, (row + 1) * width), i * width));
  const lists = [
    ...blocks.map((block) => kindsOf(rows, features, width, block)),
    ...Array.from({ length: codeWidth }, (_, w) => kindsOf(rows, codes, codeWidth, { at: w, width: 1 })),
  ];
  const kinds = new Int32Array(rows.length * lists.length);
  lists.forEach((list, c) => list.forEach((kind, i) => (kinds[i * lists.length + c] = kind)));
  return { count: rows.length, width, values, quantities, kinds, categories: lists.length };
}
