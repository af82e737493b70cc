// The words of the two small languages of a search space: constraints, and the space as text. Positions are offsets into
// the text, so that a message can point at its place. A path may hold hyphens: a minus needs a space before it.
export type TokenKind = 'number' | 'string' | 'word' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Of a number or string: what it stands for. */
  readonly value: number | string;
  readonly from: number;
  readonly to: number;
}

/** Something in a text cannot be read. `reason` goes on from "the text": `expected a number, found ")"`. */
export class TextProblem extends Error {
  constructor(
    readonly reason: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(reason);
  }
}

const patterns: readonly (readonly [TokenKind | null, RegExp])[] = [
  [null, /[ \t\r]+|#[^\n]*/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z0-9_$])/y],
  ['word', /[A-Za-z_$][A-Za-z0-9_$.]*(?:-[A-Za-z0-9_$.]+)*/y],
  ['string', /"(?:[^"\\\n]|\\["\\])*"/y],
  ['sign', /<=|>=|==|!=|[<>=+\-*/()[\],]/y],
];

/** Tokens of one line; comments start with `#`. Throws TextProblem. */
export function tokens(text: string, offset = 0): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(text)?.[0];
      if (match === undefined) continue;
      at += match.length;
      if (kind) found.push({ kind, text: match, value: valueOf(kind, match), from: offset + start, to: offset + at });
      break;
    }
    if (at === start) {
      const odd = text[at] === '"' ? 'a text without its closing quote' : `"${text[at]}"`;
      throw new TextProblem(`${odd} cannot stand here`, offset + at, offset + at + 1);
    }
  }
  found.push({ kind: 'end', text: '', value: '', from: offset + text.trimEnd().length, to: offset + text.length });
  return found;
}

function valueOf(kind: TokenKind, text: string): number | string {
  if (kind === 'number') return Number(text);
  return kind === 'string' ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}

export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, ' ')}"`;

/** Reads tokens one after the other. */
export class Reader {
  private at = 0;
  constructor(private readonly list: readonly Token[]) {}

  get next(): Token {
    return this.list[this.at];
  }
  /** The next token if it is this word or sign, taken; else null. */
  take(text: string): Token | null {
    const { next } = this;
    if (next.text !== text || next.kind === 'string' || next.kind === 'end') return null;
    this.at++;
    return next;
  }
  takeKind(kind: TokenKind): Token | null {
    const { next } = this;
    if (next.kind !== kind || kind === 'end') return null;
    this.at++;
    return next;
  }
  need(text: string): Token {
    return this.take(text) ?? this.fail(`"${text}"`);
  }
  /** Throws: something else was expected. */
  fail(expected: string): never {
    const { kind, text, from, to } = this.next;
    const found = kind === 'end' ? 'the end' : text.startsWith('"') ? text : `"${text}"`;
    throw new TextProblem(`expected ${expected}, found ${found}`, from, Math.max(to, from + 1));
  }
  mark(): number {
    return this.at;
  }
  back(mark: number): void {
    this.at = mark;
  }
}
