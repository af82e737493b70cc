// What is typed into the search of the rows, read into a plain description; nothing of it is ever run.
//   fog          cells that contain the letters, in capitals or not
//   "> 5"        quoted: the letters themselves, whatever they are
//   >= 10        numbers and dates: > >= < <= = !=
//   10..20       from the first to the second, both included
//   = paid       cells that are just this word; = missing and != missing: by whether there is a value
import { TablabError } from '../../errors/error';
import { parseDate } from '../values/dates';

export type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=';

/** `kind` of what is compared with: dates are compared with date columns alone. */
export type Query =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'missing'; readonly missing: boolean }
  | { readonly kind: 'word'; readonly text: string; readonly equal: boolean }
  | { readonly kind: 'compare'; readonly of: 'number' | 'date'; readonly operator: Operator; readonly value: number }
  | { readonly kind: 'range'; readonly of: 'number' | 'date'; readonly low: number; readonly high: number };

export const longestSearch = 200;
const comparison = /^(>=|<=|!=|==|=|>|<)\s*(.*)$/s;
const range = /^(\S+?)\s*\.\.\s*(\S+)$/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Operand {
  readonly of: 'number' | 'date';
  readonly value: number;
}

function operandOf(text: string): Operand | null {
  if (plainNumber.test(text) && Number.isFinite(Number(text))) return { of: 'number', value: Number(text) };
  const date = parseDate(text, 'iso');
  return Number.isNaN(date) ? null : { of: 'date', value: date };
}

/** Null for a text of spaces: everything is wanted. Throws `search-long`, `search-operand` or `search-range`. */
export function parseSearch(text: string): Query | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.length > longestSearch) throw new TablabError('search-long', { limit: longestSearch });
  const quoted = /^"(.+)"$/s.exec(trimmed);
  if (quoted) return { kind: 'contains', text: quoted[1].toLowerCase() };
  const compared = comparison.exec(trimmed);
  if (compared)
    return comparisonOf(compared[1] === '==' ? '=' : (compared[1] as Operator), compared[2].trim(), trimmed);
  const between = range.exec(trimmed);
  const low = between && operandOf(between[1]);
  const high = between && operandOf(between[2]);
  if (low && high && low.of === high.of) {
    if (low.value > high.value) throw new TablabError('search-range', { text: trimmed });
    return { kind: 'range', of: low.of, low: low.value, high: high.value };
  }
  return { kind: 'contains', text: trimmed.toLowerCase() };
}

function comparisonOf(operator: Operator, rest: string, text: string): Query {
  const equality = operator === '=' || operator === '!=';
  if (equality && rest.toLowerCase() === 'missing') return { kind: 'missing', missing: operator === '=' };
  const operand = operandOf(rest);
  if (operand) return { kind: 'compare', operator, ...operand };
  if (!equality || rest === '') throw new TablabError('search-operand', { text });
  const word = /^"(.+)"$/s.exec(rest);
  return { kind: 'word', text: (word ? word[1] : rest).toLowerCase(), equal: operator === '=' };
}
