// A first guess of what to learn: target, task, and the columns to leave out. Everything can be changed.
import type { ColumnInfo, Roles, Task } from './types';

/** More classes than this and a numeric target is a regression, a categorical one is not proposed. */
const mostNumericClasses = 20;
/** Whole numbers of more steps than this are grades or counts rather than classes, unless they are spread like classes. */
const mostGrades = 6;
export const mostClasses = 1000;

const classNames =
  'target|label|labels|class|classes|y|outcome|diagnosis|survived|species|churn|churned|exited|attrition|default|defaulted|' +
  'default payment next month|approved|loan status|fraud|is fraud|isfraud|digit|repaid|spam|is spam|deny|denied|status|' +
  'sentiment|stroke|heart disease|heartdisease|disease|death|died|readmitted|subscribed|deposit|choice|is canceled';
const valueNames =
  'quality|price|saleprice|sale price|selling price|median house value|medv|mpg|miles per gallon|charges|wage|wages|salary';
/** Names that are telling where one column alone has them. */
const asScore = /(?:^|[ ])(?:score|rating|revenue|sales|gross)$|^(?:median|box office)$/i;
const asTarget = new RegExp(`^(?:${classNames}|${valueNames})$`, 'i');
const asClass = new RegExp(`^(?:${classNames}|type|kind|category|group|cluster)$`, 'i');
const asKind = /^(?:class|classes|type|kind|category|group)$/i;
/** What a row is counted or placed by: rarely what somebody wants to know. */
const asMark = new RegExp(
  '^(?:date|day|month|year|hour|minute|week|weekday|quarter|time|timestamp|lat|latitude|lon|lng|long|longitude|' +
    'x|subject|participant|individual|person|patient|customer|user|household|school|town|county|district|stratum|' +
    'strata|fold|batch|weight|weights|fnlwgt|pweights?|popwt|arms?|trt|treat|treatment|n|freq|frequency|count|counts|obs|comment|comments|notes?|url|email|phone|zip|zipcode|postcode)$|' +
    '(?:[_ ]|[a-z](?=ID|Id))id$|^id|(?:town|sch|school|pers|house|patient|subj|stud|user)id[a-z]?$|[._ ](?:stratum|group|weights?|code)$',
  'i',
);
/** `Sale_Price` is sale price. */
const wordsOf = (name: string) => name.trim().replace(/[\s._-]+/g, ' ');

const canBeTarget = (column: ColumnInfo) =>
  (column.type === 'numeric' || column.type === 'categorical' || column.type === 'boolean') &&
  column.distinct !== 1 &&
  column.distinct !== 0 &&
  !(column.type === 'categorical' && (column.distinct ?? Infinity) > mostClasses);

/** The task that suits a column as target. */
export function proposeTask(column: ColumnInfo): Task {
  const distinct = column.distinct ?? Infinity;
  if (distinct <= 2) return 'binary';
  if (column.type === 'categorical' || column.type === 'boolean' || column.type === 'text') return 'multiclass';
  const { range, wholeNumbers } = column;
  if (column.type === 'id') return range ? 'regression' : 'multiclass';
  // Class indices: a few whole numbers that leave no large gaps, as 0..9 or 1..3.
  const indices =
    column.type === 'numeric' &&
    wholeNumbers === true &&
    range !== undefined &&
    distinct <= mostNumericClasses &&
    range.min >= 0 &&
    range.max - range.min < 2 * distinct;
  if (!indices) return 'regression';
  return distinct <= mostGrades || asClass.test(wordsOf(column.name)) || evenly(distinct, range.std)
    ? 'multiclass'
    : 'regression';
}

/** Classes are often equally frequent; counts and grades pile up around a value. By the standard deviation of n steps. */
const evenly = (distinct: number, std: number) => Math.abs(std / Math.sqrt((distinct * distinct - 1) / 12) - 1) < 0.15;

/** Columns that say nothing or too much: ids, running text, dates, constants, columns without values. */
export function proposeExclusions(columns: readonly ColumnInfo[], target: string): string[] {
  return columns
    .filter(({ name, type, distinct, missing }) => {
      if (name === target) return false;
      if (type === 'id' || type === 'text' || type === 'date') return true;
      return type !== 'image' && (distinct === 0 || (distinct === 1 && missing === 0));
    })
    .map(({ name }) => name);
}

/** Target, task and exclusions for a table of so many rows. `target`: a person's choice, kept. */
export function proposeRoles(columns: readonly ColumnInfo[], rows: number, target?: string): Roles {
  const chosen = columns.find(({ name }) => name === target) ?? proposeTarget(columns, rows);
  return { target: chosen.name, task: proposeTask(chosen), exclude: proposeExclusions(columns, chosen.name) };
}

/** A `y` between others is one of x, y and z. */
const isAxis = (column: ColumnInfo, all: readonly ColumnInfo[]) =>
  /^y$/i.test(column.name) && column !== all[0] && column !== all[all.length - 1];

/** Names that the reader gave for want of others. */
const unnamed = (columns: readonly ColumnInfo[]) => columns.every(({ name }, i) => name === `column_${i + 1}`);

/** One of a numbered series of columns, as `g1999` after `g1998`: rarely the target. */
function inSeries(column: ColumnInfo, columns: readonly ColumnInfo[]): boolean {
  if (unnamed(columns)) return false;
  const parts = /^(.*?)(\d+)$/.exec(column.name);
  if (!parts) return false;
  const before = columns[columns.indexOf(column) - 1]?.name;
  return before === `${parts[1]}${Number(parts[2]) - 1}`;
}

/** Numbers of more values than this are no classes, whatever they are called; targets as such may be. */
const mostLabels = 100;
/** Of the rows, a target is missing in this share at most, unless all else is worse. */
const mostMissing = 0.5;

/** A name for classes tells little of numbers: how often a word occurs, which of many classes of pupils. */
const isTelling = ({ name, type, distinct }: ColumnInfo) =>
  asTarget.test(wordsOf(name)) && !(type === 'numeric' && (distinct ?? Infinity) > mostOf(wordsOf(name)));
const mostOf = (name: string) =>
  /^(?:death|died|spam|status|default)$/i.test(name) ? mostGrades : asKind.test(name) ? mostLabels : Infinity;

/** A telling name, else the last column, else the first, where neither only marks the rows; else what is left. */
function proposeTarget(columns: readonly ColumnInfo[], rows: number): ColumnInfo {
  const able = columns.filter(canBeTarget);
  const filled = able.filter(({ missing }) => missing <= mostMissing * rows);
  const possible = filled.length > 0 ? filled : able;
  const last = columns[columns.length - 1];
  const suits = (column: ColumnInfo) => !asMark.test(wordsOf(column.name));
  const few = (column: ColumnInfo) => column.type === 'numeric' || (column.distinct ?? Infinity) <= 20;
  const unmarked = possible.filter(suits);
  const scores = unmarked.filter(({ name }) => asScore.test(wordsOf(name)));
  return (
    possible.findLast((column) => isTelling(column) && !isAxis(column, columns)) ??
    // What kind of thing a row is stands first where it is what the table is about.
    unmarked.find(
      (column) => column === columns[0] && asKind.test(wordsOf(column.name)) && (column.distinct ?? Infinity) <= 20,
    ) ??
    (scores.length === 1 ? scores[0] : undefined) ??
    unmarked.find(
      (column) =>
        column === last && !inSeries(column, columns) && (few(column) || (column.distinct ?? Infinity) <= 100),
    ) ??
    unmarked.find((column) => column === columns[0] && few(column)) ??
    unmarked.findLast(({ type, distinct }) => type !== 'numeric' && (distinct ?? Infinity) <= 50) ??
    unmarked.at(-1) ??
    possible.at(-1) ??
    last
  );
}
