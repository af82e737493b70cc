// Labels that a person gave, as a lab document holds them: for each labelled column which rows got which value. Small
// and readable, valid only for the very data that the lab names. The first screen loads this file: keep it light.
import * as v from 'valibot';

/** Rows of all columns together that a document may label. More belong into a data set of their own. */
export const mostLabels = 20_000;
export const mostLabelColumns = 20;
export const mostLabelClasses = 1000;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
/** Row numbers from 0, ascending, as ranges: `3-5,17`. */
const rowSet = v.pipe(
  v.string(),
  v.maxLength(20 * mostLabels),
  v.regex(/^\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*$/, 'it must be row numbers such as 3-5,17'),
);

export const labelColumnSchema = v.strictObject({
  /** A column of the data set, or a new one of categories. */
  column: text(200),
  /** Rows of the data set that the numbers below count. */
  of: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999_999)),
  /** Classes in the order of their keys, also ones that no row has yet. */
  classes: v.optional(v.pipe(v.array(v.pipe(text(200), v.minLength(1))), v.maxLength(mostLabelClasses))),
  /** Null takes the label away. */
  values: v.optional(
    v.pipe(
      v.array(v.strictObject({ value: v.nullable(v.pipe(text(200), v.minLength(1))), rows: rowSet })),
      v.minLength(1),
      v.maxLength(mostLabelClasses + 1),
    ),
  ),
  /** Rows whose label was looked at and found right. */
  kept: v.optional(rowSet),
});

export const labelsSchema = v.pipe(v.array(labelColumnSchema), v.minLength(1), v.maxLength(mostLabelColumns));
export type LabelColumn = v.InferOutput<typeof labelColumnSchema>;
