// What the schema cannot say of the labels in a document: row numbers that ascend and exist, each row once.
import { TablabError } from '../errors/error';
import { rangesOf } from './rowSet';
import { mostLabels, type LabelColumn } from './schema';

/** Throws `labels-invalid` or `labels-too-many`. Never expands a range before its size is known. */
export function checkLabels(labels: readonly LabelColumn[]): void {
  const columns = new Set<string>();
  let count = 0;
  for (const { column, of, values = [], kept, classes = [] } of labels) {
    const refuse = (reason: string) => new TablabError('labels-invalid', { column, reason });
    if (columns.has(column)) throw refuse('it is labelled twice');
    columns.add(column);
    if (new Set(classes).size < classes.length) throw refuse('a class is named twice');
    if (new Set(values.map(({ value }) => value)).size < values.length) throw refuse('a class has two lists of rows');
    const sets = [...values.map(({ rows }) => rows), ...(kept === undefined ? [] : [kept])];
    for (const set of sets) {
      let last = -1;
      for (const [from, to] of rangesOf(set)) {
        if (from <= last || to < from) throw refuse('row numbers must ascend');
        if (to >= of) throw refuse(`row ${to + 1} is beyond the ${of} rows`);
        count += to - from + 1;
        last = to;
      }
      if (count > mostLabels) throw new TablabError('labels-too-many', { limit: mostLabels });
    }
    const ranges = values.flatMap(({ rows }) => rangesOf(rows)).sort((a, b) => a[0] - b[0]);
    if (ranges.some(([from], i) => i > 0 && from <= ranges[i - 1][1])) throw refuse('a row has two labels');
  }
}
