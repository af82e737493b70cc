// Constraints between parameters as small texts: `layers.h1.units >= layers.h2.units`, `batchSize * epochs <= 5000`,
// `not (optimizer.type == "sgd" and batchSize > 64)`. They are parsed into trees and never evaluated as code.
//   either := both ("or" both)*            both := one ("and" one)*
//   one    := "not" one | "(" either ")" | sum (("<=" | "<" | ">=" | ">" | "==" | "!=") sum) | sum "in" "[" value, ... "]"
//   sum    := product (("+" | "-") product)*      product := factor (("*" | "/") factor)*
//   factor := "-" factor | number | "text" | true | false | parameter | "(" sum ")"
// Logic is Kleene's: what reads a parameter that does not exist at a point is unknown, and only false forbids the point.
import type { Scalar } from '../fields/field';
import type { ParamValues } from './space';
import { Reader, TextProblem, tokens } from './tokens';

export type Comparison = '<=' | '<' | '>=' | '>' | '==' | '!=';
export type Expression =
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'path'; readonly path: string; readonly from: number; readonly to: number }
  | { readonly kind: 'minus'; readonly of: Expression }
  | {
      readonly kind: 'math';
      readonly sign: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    };
export type Condition =
  | { readonly kind: 'compare'; readonly sign: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly values: readonly Scalar[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

const comparisons: readonly Comparison[] = ['<=', '>=', '==', '!=', '<', '>'];
const reserved: readonly string[] = ['and', 'or', 'not', 'in', 'true', 'false'];
/** Deeper nesting than anyone writes by hand; texts may come from strangers. */
const maxDepth = 40;

/** Throws TextProblem. */
export function parseCondition(text: string): Condition {
  const reader = new Reader(tokens(text));
  const condition = readCondition(reader);
  if (reader.next.kind !== 'end') reader.fail('"and", "or" or the end');
  return condition;
}

export function readCondition(reader: Reader, depth = 0): Condition {
  if (depth > maxDepth) throw new TextProblem('it is nested too deeply', reader.next.from, reader.next.to);
  const both = (): Condition => several(reader, 'and', () => readOne(reader, depth));
  return several(reader, 'or', both);
}

function several(reader: Reader, word: 'and' | 'or', part: () => Condition): Condition {
  const parts = [part()];
  while (reader.take(word)) parts.push(part());
  return parts.length === 1 ? parts[0] : { kind: word, parts };
}

function readOne(reader: Reader, depth: number): Condition {
  if (depth > maxDepth) throw new TextProblem('it is nested too deeply', reader.next.from, reader.next.to);
  if (reader.take('not')) return { kind: 'not', of: readOne(reader, depth + 1) };
  const start = reader.mark();
  if (reader.take('(')) {
    // A parenthesis may hold a condition or the beginning of a sum.
    try {
      const inside = readCondition(reader, depth + 1);
      if (reader.take(')')) return inside;
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
    }
    reader.back(start);
  }
  return readComparison(reader, depth);
}

function readComparison(reader: Reader, depth: number): Condition {
  const left = readSum(reader, depth + 1);
  if (reader.take('in')) return { kind: 'in', left, values: readList(reader) };
  const sign = comparisons.find((one) => reader.take(one));
  if (!sign) reader.fail('a comparison such as "<=" or "=="');
  return { kind: 'compare', sign, left, right: readSum(reader, depth + 1) };
}

/** `[value, value, ...]` */
export function readList(reader: Reader): Scalar[] {
  reader.need('[');
  const values = [readValue(reader)];
  while (reader.take(',')) values.push(readValue(reader));
  reader.need(']');
  return values;
}

/** A number, a text in quotes, true or false. */
export function readValue(reader: Reader): Scalar {
  if (reader.take('true')) return true;
  if (reader.take('false')) return false;
  const negative = reader.take('-');
  const number = reader.takeKind('number');
  if (number) return negative ? -(number.value as number) : (number.value as number);
  const text = negative ? null : reader.takeKind('string');
  return text ? (text.value as string) : reader.fail('a number, a text in quotes, true or false');
}

function readSum(reader: Reader, depth: number): Expression {
  let left = readProduct(reader, depth);
  for (;;) {
    const sign = reader.take('+') ?? reader.take('-');
    if (!sign) return left;
    left = { kind: 'math', sign: sign.text as '+' | '-', left, right: readProduct(reader, depth) };
  }
}

function readProduct(reader: Reader, depth: number): Expression {
  let left = readFactor(reader, depth);
  for (;;) {
    const sign = reader.take('*') ?? reader.take('/');
    if (!sign) return left;
    left = { kind: 'math', sign: sign.text as '*' | '/', left, right: readFactor(reader, depth) };
  }
}

function readFactor(reader: Reader, depth: number): Expression {
  if (depth > maxDepth) throw new TextProblem('it is nested too deeply', reader.next.from, reader.next.to);
  if (reader.take('-')) return { kind: 'minus', of: readFactor(reader, depth + 1) };
  if (reader.take('(')) {
    const inside = readSum(reader, depth + 1);
    reader.need(')');
    return inside;
  }
  const { kind, text } = reader.next;
  if (kind === 'word' && !reserved.includes(text)) {
    const { from, to } = reader.takeKind('word')!;
    return { kind: 'path', path: text, from, to };
  }
  if (kind === 'number' || kind === 'string' || text === 'true' || text === 'false')
    return { kind: 'value', value: readValue(reader) };
  return reader.fail('a parameter or a value');
}

/** The parameters that a condition reads, with their places, in order. */
export function pathsOf(condition: Condition): Extract<Expression, { kind: 'path' }>[] {
  const of = (expression: Expression): Extract<Expression, { kind: 'path' }>[] => {
    if (expression.kind === 'path') return [expression];
    if (expression.kind === 'minus') return of(expression.of);
    return expression.kind === 'math' ? [...of(expression.left), ...of(expression.right)] : [];
  };
  if (condition.kind === 'compare') return [...of(condition.left), ...of(condition.right)];
  if (condition.kind === 'in') return of(condition.left);
  return condition.kind === 'not' ? pathsOf(condition.of) : condition.parts.flatMap(pathsOf);
}

/** true, false, or null where a parameter is missing. */
export function holds(condition: Condition, values: ParamValues): boolean | null {
  switch (condition.kind) {
    case 'compare': {
      const left = valueOf(condition.left, values);
      const right = valueOf(condition.right, values);
      return left === undefined || right === undefined ? null : compare(condition.sign, left, right);
    }
    case 'in': {
      const left = valueOf(condition.left, values);
      return left === undefined ? null : condition.values.includes(left);
    }
    case 'not': {
      const inside = holds(condition.of, values);
      return inside === null ? null : !inside;
    }
    default: {
      const decides = condition.kind === 'or';
      let unknown = false;
      for (const part of condition.parts) {
        const inside = holds(part, values);
        if (inside === decides) return decides;
        unknown ||= inside === null;
      }
      return unknown ? null : !decides;
    }
  }
}

function valueOf(expression: Expression, values: ParamValues): Scalar | undefined {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'path':
      return values[expression.path];
    case 'minus': {
      const of = valueOf(expression.of, values);
      return of === undefined ? undefined : -Number(of);
    }
    case 'math': {
      const left = valueOf(expression.left, values);
      const right = valueOf(expression.right, values);
      if (left === undefined || right === undefined) return undefined;
      const [a, b] = [Number(left), Number(right)];
      return expression.sign === '+'
        ? a + b
        : expression.sign === '-'
          ? a - b
          : expression.sign === '*'
            ? a * b
            : a / b;
    }
  }
}

function compare(sign: Comparison, left: Scalar, right: Scalar): boolean {
  switch (sign) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<=':
      return Number(left) <= Number(right);
    case '<':
      return Number(left) < Number(right);
    case '>=':
      return Number(left) >= Number(right);
    case '>':
      return Number(left) > Number(right);
  }
}

/** Whether a point keeps all of them. */
export const keeps = (conditions: readonly Condition[], values: ParamValues): boolean =>
  conditions.every((condition) => holds(condition, values) !== false);
