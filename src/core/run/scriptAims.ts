// What the scripts carry of a study beyond one value: several objectives, limits, and rules between settings. Rules keep their
// three-valued logic: what reads a setting that does not exist is None, and only False forbids a point.
import type { Condition, Expression } from '../space/constraint';
import { list, pyFloat, pyString, pyValue } from './python';
import type { Goal, Limit } from './objectives';
import type { TrialRecord } from './types';

export interface ScriptAims {
  /** Two or more: the study looks for a front of these. */
  readonly goals?: readonly Goal[];
  readonly limits?: readonly Limit[];
  /** Limits of which only the trials tell, by how far they break each: those of an imported study. Counts where there are no `limits`. */
  readonly toldLimits?: number;
  /** Rules that every point keeps. */
  readonly rules?: readonly Condition[];
  /** What the script does not know of the study, a sentence each. */
  readonly lost?: readonly string[];
}

/** Lines of comment, one a sentence. */
export const lostBlock = ({ lost = [] }: ScriptAims): string =>
  lost.map((text) => `# ${text.replaceAll(/[^\x20-\x7e]/g, '?')}\n`).join('');

export const isFront = ({ goals = [] }: ScriptAims): boolean => goals.length > 1;

const told = ({ limits = [], toldLimits = 0 }: ScriptAims): number => (limits.length > 0 ? 0 : toldLimits);

/** The study has limits, known or only told of. */
export const isLimited = (aims: ScriptAims): boolean => (aims.limits ?? []).length > 0 || told(aims) > 0;

const toldName = (_one: unknown, i: number): string => `limit ${i + 1}`;

/** A limit in words, which names it: `latency <= 5.0`. */
const limitName = ({ metric, most, least }: Limit): string =>
  [least === undefined ? '' : `${pyFloat(least)} <= `, metric, most === undefined ? '' : ` <= ${pyFloat(most)}`].join(
    '',
  );

/** `LIMITS = [...]` and a function that says how far they are broken; nothing without limits. */
export function limitsBlock(aims: ScriptAims): string {
  const { limits = [] } = aims;
  if (!isLimited(aims)) return '';
  if (limits.length === 0)
    return `# The limits of the study it came from. Its trials say how far they broke each, not of what.
LIMITS = ${list(Array.from({ length: told(aims) }, toldName))}


def broken(metrics):
    """How far each of LIMITS is broken, by name; 0 or less: kept."""
    raise NotImplementedError("Say how far each of LIMITS is broken: " + repr(metrics))


`;
  const bound = (value: number | undefined) => (value === undefined ? 'None' : pyFloat(value));
  const rows = limits.map((one) => {
    const parts = [pyString(limitName(one)), pyString(one.metric), bound(one.least), bound(one.most)];
    return `    (${parts.join(', ')}),\n`;
  });
  return `# Limits: name, metric, least, most.
LIMITS = [
${rows.join('')}]


def broken(metrics):
    """How far each limit is broken, relative to it, by name; 0 or less: kept."""
    far = {}
    for name, metric, least, most in LIMITS:
        value = metrics[metric]
        over = float("-inf") if most is None else (value - most) / (abs(most) or 1)
        under = float("-inf") if least is None else (least - value) / (abs(least) or 1)
        far[name] = max(over, under)
    return far


`;
}

/** How far a trial breaks the limits, as a Python dict. */
export function limitsOf({ violations }: Pick<TrialRecord, 'violations'>, aims: ScriptAims): string {
  const { limits = [] } = aims;
  const names = limits.length > 0 ? limits.map(limitName) : Array.from({ length: told(aims) }, toldName);
  const known = names.flatMap((name, i) => {
    const far = violations?.[i];
    return far !== undefined && Number.isFinite(far) ? [`${pyString(name)}: ${pyFloat(far)}`] : [];
  });
  return `{${known.join(', ')}}`;
}

/** \`allowed(params)\`; nothing without rules. */
export function rulesBlock({ rules = [] }: ScriptAims): string {
  if (rules.length === 0) return '';
  const lines = rules.map((rule) => `    lambda p: ${conditionText(rule)},\n`);
  return `def _of(operation, *values):
    """None where a value is missing, or where it cannot be compared."""
    if any(value is None for value in values):
        return None
    try:
        return operation(*values)
    except (TypeError, ZeroDivisionError):
        return None


def _not(one):
    return None if one is None else not one


def _and(*parts):
    return False if any(one is False for one in parts) else None if any(one is None for one in parts) else True


def _or(*parts):
    return True if any(one is True for one in parts) else None if any(one is None for one in parts) else False


# What settings must keep between them. A rule about a setting that is not there is kept.
RULES = [
${lines.join('')}]


def allowed(params):
    return all(rule(params) is not False for rule in RULES)


`;
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'compare':
      return operation(condition.sign, condition.left, condition.right);
    case 'in':
      return `_of(lambda a: a in [${condition.values.map(pyValue).join(', ')}], ${expressionText(condition.left)})`;
    case 'not':
      return `_not(${conditionText(condition.of)})`;
    default:
      return `_${condition.kind}(${condition.parts.map(conditionText).join(', ')})`;
  }
}

const operation = (sign: string, left: Expression, right: Expression): string =>
  `_of(lambda a, b: a ${sign} b, ${expressionText(left)}, ${expressionText(right)})`;

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return pyValue(expression.value);
    case 'path':
      return `p.get(${pyString(expression.path)})`;
    case 'minus':
      return `_of(lambda a: -a, ${expressionText(expression.of)})`;
    case 'math':
      return operation(expression.sign, expression.left, expression.right);
  }
}
