// What kind of value an expression gives: found before anything is computed.
import { TablabError } from '../../errors/error';
import { spot, type Kind, type Node, type Place } from './ast';
import { functions } from './functions';

const words: Readonly<Record<Kind, string>> = { number: 'a number', text: 'a text', truth: 'true or false' };

/** Kind by column; undefined where there is none. */
export type Kinds = (column: string) => Kind | undefined;

/** Throws `expression-column` and `expression-type` at the first node that cannot be. */
export function kindOf(node: Node, kinds: Kinds, place: Place): Kind {
  const wrong = (what: string, at: number): never => {
    throw new TablabError('expression-type', { what, ...spot(at, place) });
  };
  const of = (child: Node) => kindOf(child, kinds, place);
  /** True and false count as 1 and 0 where a number is wanted. */
  const need = (child: Node, wanted: Kind, by: string) => {
    const kind = of(child);
    if (kind === wanted || (wanted === 'number' && kind === 'truth')) return;
    wrong(`"${by}" takes ${words[wanted]}, not ${words[kind]},`, child.at);
  };
  switch (node.type) {
    case 'number':
    case 'text':
    case 'truth':
      return node.type;
    case 'column': {
      const kind = kinds(node.name);
      if (!kind) throw new TablabError('expression-column', { column: node.name, ...spot(node.at, place) });
      return kind;
    }
    case 'unary':
      need(node.of, node.op === '-' ? 'number' : 'truth', node.op);
      return node.op === '-' ? 'number' : 'truth';
    case 'binary': {
      const { op, left, right } = node;
      if (op === 'and' || op === 'or') {
        need(left, 'truth', op);
        need(right, 'truth', op);
        return 'truth';
      }
      if (['=', '!=', '<', '<=', '>', '>='].includes(op)) {
        const a = of(left);
        const b = of(right);
        if ((a === 'text') !== (b === 'text')) wrong(`"${op}" compares ${words[a]} with ${words[b]}`, node.at);
        return 'truth';
      }
      need(left, 'number', op);
      need(right, 'number', op);
      return 'number';
    }
    case 'aggregate':
      if (node.of) {
        const kind = of(node.of);
        if (kind === 'text' && node.name !== 'count' && node.name !== 'distinct')
          wrong(`"${node.name}" takes a number, not a text,`, node.of.at);
      }
      node.by.forEach(of);
      return 'number';
    case 'call': {
      const { takes, gives } = functions[node.name];
      let same: Kind | undefined;
      node.args.forEach((arg, i) => {
        const wanted = takes[Math.min(i, takes.length - 1)];
        if (wanted === 'any') of(arg);
        else if (wanted !== 'same') need(arg, wanted, node.name);
        else {
          const kind = of(arg);
          if (same === undefined) same = kind;
          else if (same !== kind) {
            if (same === 'text' || kind === 'text')
              wrong(`"${node.name}" mixes ${words[same]} with ${words[kind]}`, arg.at);
            same = 'number';
          }
        }
      });
      return gives === 'same' ? same! : gives;
    }
  }
}
