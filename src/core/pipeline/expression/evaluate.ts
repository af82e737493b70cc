// An expression on all rows of a table at once: numbers and truths as float64 (truths 1 and 0, NaN missing), texts as
// strings or null. Figures of the training rows are fitted while evaluating, or looked up where they were fitted before.
import type { Node, Operator } from './ast';
import { figureOf, type Figure, type Keys } from './figures';
import { functions, maxText, power, type Value } from './functions';

export type Series = Float64Array | readonly (string | null)[];

export interface Rows {
  readonly count: number;
  column(name: string): Series;
}

/** Figures in order of evaluation: fitted on `train` and appended, or read from what was fitted. */
export class Figures {
  private next = 0;
  constructor(
    readonly fitted: Figure[],
    private readonly train: Uint32Array | null,
  ) {}

  of(name: string, values: Series | null, keys: Keys, rows: number): Float64Array {
    if (this.train) this.fitted.push(figureOf(name, values, keys, this.train));
    const figure = this.fitted[this.next++];
    const index = new Map(figure.keys.map((key, i) => [key, figure.values[i]]));
    return Float64Array.from({ length: rows }, (_, row) => index.get(keys(row)) ?? figure.rest ?? NaN);
  }
}

/** Values of `node` by row; its kinds were checked. */
export function evaluate(node: Node, rows: Rows, figures: Figures): Series {
  const of = (child: Node) => evaluate(child, rows, figures);
  const numbers = (child: Node) => of(child) as Float64Array;
  const { count } = rows;
  switch (node.type) {
    case 'number':
      return new Float64Array(count).fill(node.value);
    case 'truth':
      return new Float64Array(count).fill(Number(node.value));
    case 'text':
      return new Array<string>(count).fill(node.value.slice(0, maxText));
    case 'column':
      return rows.column(node.name);
    case 'unary':
      return numbers(node.of).map(node.op === '-' ? (x) => -x : (x) => (Number.isNaN(x) ? NaN : Number(x === 0)));
    case 'binary': {
      const left = of(node.left);
      const right = of(node.right);
      return left instanceof Float64Array && right instanceof Float64Array
        ? left.map((x, i) => finite(operators[node.op](x, right[i])))
        : Float64Array.from({ length: count }, (_, i) => comparedTexts(node.op, left[i], right[i]));
    }
    case 'aggregate': {
      const by = node.by.map(of);
      const keys: Keys = (row) => by.map((series) => keyOf(series[row])).join('\u001f');
      return figures.of(node.name, node.of ? of(node.of) : null, keys, count);
    }
    case 'call':
      return called(node.name, node.args.map(of), count);
  }
}

const keyOf = (value: Value) => (value === null || Number.isNaN(value) ? '\u0000' : String(value));
const finite = (x: number) => (x - x === 0 ? x : NaN);
const flag = (holds: boolean, a: number, b: number) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Number(holds));

const operators: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  // The sign of the divisor, as in Python.
  '%': (a, b) => a - Math.floor(a / b) * b,
  '^': power,
  '=': (a, b) => flag(a === b, a, b),
  '!=': (a, b) => flag(a !== b, a, b),
  '<': (a, b) => flag(a < b, a, b),
  '<=': (a, b) => flag(a <= b, a, b),
  '>': (a, b) => flag(a > b, a, b),
  '>=': (a, b) => flag(a >= b, a, b),
  // Kleene's three values: false and missing is false, true or missing is true.
  and: (a, b) => (a === 0 || b === 0 ? 0 : Number.isNaN(a) || Number.isNaN(b) ? NaN : 1),
  or: (a, b) => (isTrue(a) || isTrue(b) ? 1 : Number.isNaN(a) || Number.isNaN(b) ? NaN : 0),
};
const isTrue = (x: number) => x !== 0 && !Number.isNaN(x);

function comparedTexts(op: Operator, a: Value, b: Value): number {
  if (a === null || b === null) return NaN;
  switch (op) {
    case '=':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    default:
      return Number(a >= b);
  }
}

function called(name: string, args: readonly Series[], count: number): Series {
  const { run, seesMissing, gives } = functions[name];
  const call = run as (...values: Value[]) => Value;
  const texts = gives === 'text' || (gives === 'same' && !(args[args.length - 1] instanceof Float64Array));
  const values = new Array<Value>(args.length);
  const at = (row: number): Value => {
    for (let i = 0; i < args.length; i++) {
      const value = args[i][row];
      if (!seesMissing && (value === null || Number.isNaN(value))) return null;
      values[i] = value;
    }
    return call(...values);
  };
  if (texts) return Array.from({ length: count }, (_, row) => at(row) as string | null);
  return Float64Array.from({ length: count }, (_, row) => {
    const value = at(row);
    return value === null ? NaN : finite(value as number);
  });
}
