// An expression's text as tokens.
import { TablabError } from '../../errors/error';
import { spot, type Place } from './ast';

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'quoted' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const symbol = /<=|>=|!=|<>|==|[-+*/%^=<>(),]/y;
const space = /\s+/y;

/** Throws `expression-syntax` with the place of the first character that means nothing. */
export function tokens(source: string, place: Place): Token[] {
  const out: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank) {
      at += blank.length;
      continue;
    }
    const quote = source[at];
    if (quote === "'" || quote === '"' || quote === '`') {
      const { text, end } = quoted(source, at, place);
      out.push({ kind: quote === '`' ? 'quoted' : 'text', text, at });
      at = end;
      continue;
    }
    const kinds = [
      ['number', number],
      ['name', name],
      ['symbol', symbol],
    ] as const;
    const found = kinds
      .map(([kind, pattern]) => [kind, match(pattern)] as const)
      .find(([, text]) => text !== undefined);
    if (!found) {
      throw new TablabError('expression-syntax', { what: `"${source[at]}" means nothing here`, ...spot(at, place) });
    }
    const [kind, text] = found;
    out.push({ kind, text: text!, at });
    at += text!.length;
  }
  return [...out, { kind: 'end', text: '', at: source.length }];
}

/** Text between quotes; a backslash keeps the character after it. */
function quoted(source: string, start: number, place: Place): { text: string; end: number } {
  const quote = source[start];
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === quote) return { text, end: at + 1 };
    if (source[at] === '\\' && at + 1 < source.length) at++;
    text += source[at];
  }
  throw new TablabError('expression-syntax', { what: `The ${quote} that opens has no end`, ...spot(start, place) });
}
