// The constraints of a space on its base configuration: read, checked, and bound to what does not vary.
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { Stream } from '../rng/stream';
import type { TrainConfig } from '../train/config';
import { keeps, parseCondition, pathsOf, type Condition, type Expression } from './constraint';
import { enumerate, sizeOfDomain, valueAt } from './domains';
import { getAt } from './paths';
import { Grid, samplePoint, spaceSize, wholeAxis } from './points';
import type { Domain, ParamValues, Space } from './space';
import { TextProblem } from './tokens';

/** What stands at a path that the space does not vary; undefined where there is nothing. */
type Constant = (path: string) => Scalar | undefined;

/** The first thing that is wrong with the constraints themselves; null when each can be read. Number from 0. */
export function constraintError(
  texts: readonly string[],
  space: Space,
  base: TrainConfig,
): { readonly index: number; readonly from: number; readonly to: number; readonly error: TablabError } | null {
  for (const [index, text] of texts.entries()) {
    try {
      check(parseCondition(text), space, (path) => getAt(base, path));
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      const { reason, from, to } = error;
      const details = { constraint: text.slice(0, 120), reason, position: from + 1 };
      return { index, from, to, error: new TablabError('space-constraint', details) };
    }
  }
  return null;
}

/** Conditions that read points alone. Throws `space-constraint`. */
export function boundConstraints(texts: readonly string[], space: Space, base: TrainConfig): Condition[] {
  const found = constraintError(texts, space, base);
  if (found) throw found.error;
  return texts.map((text) => bound(parseCondition(text), space, (path) => getAt(base, path)));
}

/** Random points tried before a space counts as contradictory. */
const tries = 20_000;
const listable = 1 << 16;

/** Whether some point keeps the conditions: certain for small finite spaces, else by trying 20,000 random points. */
export function satisfiable(space: Space, conditions: readonly Condition[]): boolean {
  if (conditions.length === 0) return true;
  const ok = (point: ParamValues) => keeps(conditions, point);
  const size = spaceSize(space);
  if (size <= listable) {
    const grid = new Grid(space, ({ domain }) => wholeAxis(domain));
    for (let i = 0; i < size; i++) if (ok(grid.at(i))) return true;
    return false;
  }
  for (let i = 0; i < tries; i++) if (ok(samplePoint(space, Stream.of(0, 'constraints', i)))) return true;
  return false;
}

function check(condition: Condition, space: Space, constant: Constant): void {
  for (const { path, from, to } of pathsOf(condition)) {
    if (space.some((param) => param.path === path) || constant(path) !== undefined) continue;
    const hint = path.includes('-') ? ' (a minus needs spaces around it)' : '';
    throw new TextProblem(`there is no parameter or setting "${path}"${hint}`, from, to);
  }
  visit(condition, (one) => {
    if (one.kind !== 'compare') return;
    const [left, right] = [kindsOf(one.left, space, constant), kindsOf(one.right, space, constant)];
    const ordered = one.sign !== '==' && one.sign !== '!=';
    const [from, to] = rangeOf(one);
    if (ordered && !(left.has('number') && right.has('number')))
      throw new TextProblem(`"${one.sign}" compares numbers only`, from, to);
    if (!ordered && ![...left].some((kind) => right.has(kind)))
      throw new TextProblem(`the two sides of "${one.sign}" can never be of the same kind`, from, to);
  });
}

function visit(condition: Condition, see: (one: Condition) => void): void {
  see(condition);
  if (condition.kind === 'not') visit(condition.of, see);
  if (condition.kind === 'and' || condition.kind === 'or') condition.parts.forEach((part) => visit(part, see));
}

function rangeOf(condition: Condition): [number, number] {
  const [first, ...others] = pathsOf(condition);
  return first ? [first.from, (others.at(-1) ?? first).to] : [0, 1];
}

/** The types that an expression can have. */
function kindsOf(expression: Expression, space: Space, constant: Constant): Set<string> {
  switch (expression.kind) {
    case 'value':
      return new Set([typeof expression.value]);
    case 'path': {
      const param = space.find(({ path }) => path === expression.path);
      if (!param) return new Set([typeof constant(expression.path)]);
      return new Set(valuesOf(param.domain).map((value) => typeof value));
    }
    case 'minus':
      return numbersOf([expression.of], expression, space, constant);
    case 'math':
      return numbersOf([expression.left, expression.right], expression, space, constant);
  }
}

function numbersOf(parts: readonly Expression[], of: Expression, space: Space, constant: Constant): Set<string> {
  for (const part of parts) {
    if (kindsOf(part, space, constant).has('number')) continue;
    const [from, to] = part.kind === 'path' ? [part.from, part.to] : [0, 1];
    const sign = of.kind === 'math' ? of.sign : '-';
    throw new TextProblem(`"${sign}" works on numbers only`, from, to);
  }
  return new Set(['number']);
}

const valuesOf = (domain: Domain): Scalar[] =>
  sizeOfDomain(domain) === Infinity || domain.kind === 'int' || domain.kind === 'float'
    ? [valueAt(domain, 0)]
    : enumerate(domain);

/** With what does not vary filled in. */
function bound(condition: Condition, space: Space, constant: Constant): Condition {
  const fill = (one: Expression): Expression => {
    if (one.kind === 'path' && !space.some(({ path }) => path === one.path))
      return { kind: 'value', value: constant(one.path)! };
    if (one.kind === 'minus') return { ...one, of: fill(one.of) };
    return one.kind === 'math' ? { ...one, left: fill(one.left), right: fill(one.right) } : one;
  };
  if (condition.kind === 'compare') return { ...condition, left: fill(condition.left), right: fill(condition.right) };
  if (condition.kind === 'in') return { ...condition, left: fill(condition.left) };
  if (condition.kind === 'not') return { kind: 'not', of: bound(condition.of, space, constant) };
  return { ...condition, parts: condition.parts.map((part) => bound(part, space, constant)) };
}
