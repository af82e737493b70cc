// A recursive-descent parser of expressions. Loosest first: or, and, not, comparisons, + -, * / %, unary -, ^ (to the
// right). Nothing is ever evaluated as code; length, depth and size are bounded.
import { TablabError } from '../../errors/error';
import { aggregates, spot, wholeText, type Node, type Operator, type Place } from './ast';
import { functions } from './functions';
import { tokens, type Token } from './lex';

export const maxLength = 2000;
export const maxDepth = 60;
export const maxNodes = 500;

/** The tree of an expression. Throws `expression-syntax` and `expression-large`. */
export function parseExpression(source: string, place: Place = wholeText): Node {
  if (source.length > maxLength)
    throw new TablabError('expression-large', { what: 'long', count: source.length, limit: maxLength });
  return new Parser(tokens(source, place), place).whole();
}

const comparisons: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

class Parser {
  private next = 0;
  private depth = 0;
  private nodes = 0;

  constructor(
    private readonly list: readonly Token[],
    private readonly place: Place,
  ) {}

  whole(): Node {
    const node = this.either();
    if (this.token.kind !== 'end') this.fail(`"${this.token.text}" is not expected`);
    return node;
  }

  private get token(): Token {
    return this.list[this.next];
  }

  private fail(what: string, at = this.token.at): never {
    const said = this.token.kind === 'end' && at === this.token.at ? 'The expression ends too early' : what;
    throw new TablabError('expression-syntax', { what: said, ...spot(at, this.place) });
  }

  /** Takes the token if it is one of these symbols or words. */
  private take(...texts: string[]): Token | null {
    const { token } = this;
    if ((token.kind !== 'symbol' && token.kind !== 'name') || !texts.includes(token.text)) return null;
    this.next++;
    return token;
  }

  private need(text: string): void {
    if (!this.take(text)) this.fail(`"${text}" is expected before "${this.token.text}"`);
  }

  private made<N extends Node>(node: N): N {
    if (++this.nodes > maxNodes)
      throw new TablabError('expression-large', { what: 'large', count: `over ${maxNodes} parts`, limit: maxNodes });
    return node;
  }

  private nested<T>(work: () => T): T {
    if (++this.depth > maxDepth)
      throw new TablabError('expression-large', { what: 'deep', count: `over ${maxDepth} levels`, limit: maxDepth });
    const result = work();
    this.depth--;
    return result;
  }

  private chain(ops: Readonly<Record<string, Operator>>, operand: () => Node): Node {
    return this.nested(() => {
      let left = operand();
      for (let token = this.take(...Object.keys(ops)); token; token = this.take(...Object.keys(ops))) {
        // A long chain is a deep tree on its left side.
        left = this.made({ type: 'binary', at: token.at, op: ops[token.text], left, right: operand() });
      }
      return left;
    });
  }

  private either(): Node {
    return this.chain({ or: 'or' }, () => this.chain({ and: 'and' }, () => this.negated()));
  }

  private negated(): Node {
    const not = this.take('not');
    if (!not) return this.compared();
    return this.nested(() => this.made({ type: 'unary', at: not.at, op: 'not', of: this.negated() }));
  }

  private compared(): Node {
    const left = this.sum();
    const token = this.take(...Object.keys(comparisons));
    if (!token) return left;
    const node = this.made({
      type: 'binary',
      at: token.at,
      op: comparisons[token.text],
      left,
      right: this.sum(),
    } as const);
    if (this.token.kind === 'symbol' && this.token.text in comparisons) this.fail('Two comparisons need "and" between');
    return node;
  }

  private sum(): Node {
    return this.chain({ '+': '+', '-': '-' }, () => this.chain({ '*': '*', '/': '/', '%': '%' }, () => this.signed()));
  }

  private signed(): Node {
    const minus = this.take('-');
    if (minus) return this.nested(() => this.made({ type: 'unary', at: minus.at, op: '-', of: this.signed() }));
    const base = this.atom();
    const power = this.take('^');
    if (!power) return base;
    return this.nested(() => this.made({ type: 'binary', at: power.at, op: '^', left: base, right: this.signed() }));
  }

  private atom(): Node {
    const { token } = this;
    this.next++;
    switch (token.kind) {
      case 'number':
        return this.made({ type: 'number', at: token.at, value: Number(token.text) });
      case 'text':
        return this.made({ type: 'text', at: token.at, value: token.text });
      case 'quoted':
        return this.made({ type: 'column', at: token.at, name: token.text });
      case 'name':
        return this.named(token);
      case 'symbol':
        if (token.text !== '(') break;
        return this.nested(() => {
          const inner = this.either();
          this.need(')');
          return inner;
        });
    }
    this.next--;
    return this.fail(`"${token.text}" is not expected`);
  }

  private named(token: Token): Node {
    const { text, at } = token;
    if (text === 'true' || text === 'false') return this.made({ type: 'truth', at, value: text === 'true' });
    if (['and', 'or', 'not', 'by'].includes(text)) {
      this.next--;
      this.fail(`"${text}" is not expected`);
    }
    if (!this.take('(')) return this.made({ type: 'column', at, name: text });
    return this.nested(() => this.called(text, at));
  }

  private called(name: string, at: number): Node {
    const args: Node[] = [];
    const by: Node[] = [];
    if (this.token.text !== 'by' && !this.take(')')) {
      do args.push(this.either());
      while (this.take(','));
      if (this.token.text !== 'by') this.need(')');
    }
    const grouped = this.take('by');
    if (grouped) {
      do by.push(this.sum());
      while (this.take(','));
      this.need(')');
    }
    const figure = (aggregates as readonly string[]).includes(name);
    const plain = Object.hasOwn(functions, name) ? functions[name] : undefined;
    // min(a, b) is of one row; min(a) and min(a by g) are of the training rows.
    if (figure && (grouped || !plain || args.length === 1)) {
      if (args.length > 1 || (args.length === 0 && name !== 'count'))
        this.fail(`"${name}" takes one value before "by"`, at);
      return this.made({ type: 'aggregate', at, name, of: args[0] ?? null, by });
    }
    if (!plain) this.fail(`There is no function "${name}"`, at);
    if (grouped) this.fail(`"${name}" takes no groups`, at);
    const [least, most] = plain.count;
    if (args.length < least || args.length > most) {
      const wanted = least === most ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`;
      this.fail(`"${name}" takes ${wanted} ${wanted === '1' ? 'value' : 'values'}, not ${args.length}`, at);
    }
    return this.made({ type: 'call', at, name, args });
  }
}
