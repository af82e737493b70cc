// Expressions over the columns of a table, as a tree. Every node knows where it stands in the text, for errors.

export type Kind = 'number' | 'text' | 'truth';

export type Node =
  | { readonly type: 'number'; readonly at: number; readonly value: number }
  | { readonly type: 'text'; readonly at: number; readonly value: string }
  | { readonly type: 'truth'; readonly at: number; readonly value: boolean }
  | { readonly type: 'column'; readonly at: number; readonly name: string }
  | { readonly type: 'unary'; readonly at: number; readonly op: '-' | 'not'; readonly of: Node }
  | { readonly type: 'binary'; readonly at: number; readonly op: Operator; readonly left: Node; readonly right: Node }
  | { readonly type: 'call'; readonly at: number; readonly name: string; readonly args: readonly Node[] }
  | {
      /** A figure of the training rows, of all or by group: fitted, not computed from the row at hand. */
      readonly type: 'aggregate';
      readonly at: number;
      readonly name: string;
      readonly of: Node | null;
      readonly by: readonly Node[];
    };

export type Operator = '+' | '-' | '*' | '/' | '%' | '^' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** Figures that `name(x by group)` may ask for. */
export const aggregates = ['mean', 'median', 'sum', 'std', 'count', 'min', 'max', 'distinct'] as const;

/** Where a text comes from, so that an error of one of several formulas can say its line. */
export interface Place {
  /** Added to every position. */
  readonly offset: number;
  readonly line: number | null;
}
export const wholeText: Place = { offset: 0, line: null };

/** `{at, line}` of an error: characters are counted from 1. */
export const spot = (at: number, { offset, line }: Place) => ({
  at: at + offset + 1,
  line: line === null ? '' : ` of line ${line}`,
});

export function children(node: Node): readonly Node[] {
  switch (node.type) {
    case 'unary':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'aggregate':
      return node.of ? [node.of, ...node.by] : node.by;
    default:
      return [];
  }
}

/** Every node, parents first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* nodesOf(child);
}
