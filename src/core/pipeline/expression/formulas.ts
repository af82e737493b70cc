// Several formulas of one step, `name = expression` a line: put in an order in which each finds what it is made of, and
// refused where one is made of itself.
import { TablabError } from '../../errors/error';
import { nodesOf, spot, type Node, type Place } from './ast';
import { parseExpression } from './parse';

export const maxFormulas = 20;

export interface Formula {
  readonly name: string;
  readonly node: Node;
  readonly place: Place;
}

const head = /^\s*(?:`([^`]+)`|([\p{L}_][\p{L}\p{N}_ ]*?))\s*=(?!=)/u;

/** Formulas in the order of the text; empty lines are skipped. Throws `expression-empty`, `expression-syntax` and `expression-large`. */
export function parseFormulas(text: string): Formula[] {
  const lines = text.split('\n');
  const several = lines.filter((line) => line.trim() !== '').length > 1;
  const formulas = lines.flatMap((line, i): Formula[] => {
    if (line.trim() === '') return [];
    const place = { offset: 0, line: several ? i + 1 : null };
    const found = head.exec(line);
    if (!found) {
      const what = 'A formula starts with the name of its column and "=", which is not so';
      throw new TablabError('expression-syntax', { what, ...spot(0, place) });
    }
    const body = { ...place, offset: found[0].length };
    return [{ name: found[1] ?? found[2], node: parseExpression(line.slice(found[0].length), body), place: body }];
  });
  if (formulas.length > maxFormulas)
    throw new TablabError('expression-large', { what: 'long', count: formulas.length, limit: maxFormulas });
  formulas.forEach(({ name, place }, i) => {
    if (formulas.findIndex((one) => one.name === name) < i) {
      const what = `A second formula for "${name}" ends`;
      throw new TablabError('expression-syntax', { what, ...spot(-1, place) });
    }
  });
  if (formulas.length === 0) throw new TablabError('expression-empty', { what: 'formula', example: 'ratio = a / b' });
  return formulas;
}

/**
 * Formulas so that each comes after those it is made of. A formula that names itself means the column of that name as
 * it was before, where there is one. Throws `expression-cycle`.
 */
export function inOrder(formulas: readonly Formula[], exists: (column: string) => boolean): Formula[] {
  const byName = new Map(formulas.map((formula) => [formula.name, formula]));
  const done = new Set<string>();
  const order: Formula[] = [];
  const visit = (formula: Formula, path: readonly string[]) => {
    if (done.has(formula.name)) return;
    for (const node of nodesOf(formula.node)) {
      if (node.type !== 'column') continue;
      const other = byName.get(node.name);
      if (!other || (other === formula && exists(node.name))) continue;
      const way = [...path, formula.name];
      if (way.includes(node.name)) {
        const circle = [...way.slice(way.indexOf(node.name)), node.name].join(' → ');
        throw new TablabError('expression-cycle', { column: node.name, path: circle, ...spot(node.at, formula.place) });
      }
      visit(other, way);
    }
    done.add(formula.name);
    order.push(formula);
  };
  for (const formula of formulas) visit(formula, []);
  return order;
}
