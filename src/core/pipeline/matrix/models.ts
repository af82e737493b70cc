// Selections by a model of all columns together: L1 coefficients, recursive elimination, permutation importance, and
// Boruta's shadows.
import { float, int } from '../../fields/field';
import { rowsOf, type Dense } from '../../math/dense';
import { boruta as againstShadows } from '../../select/boruta';
import { eliminate } from '../../select/eliminate';
import { keepFields, keptOf } from '../../select/keep';
import { lasso, logisticLasso } from '../../select/lasso';
import { permutationImportance } from '../../select/permutation';
import { signedTargets } from '../../select/ridge';
import { requireTarget, selectionStep, type MatrixContext } from './step';

/** Forests look at this many training rows at most, drawn evenly from all. */
export const forestRows = 2000;
/** Elimination solves a system of all columns for every step. */
const mostColumns = 1000;

export const l1 = selectionStep({
  type: 'l1',
  label: 'L1 coefficients',
  help: 'A linear or logistic regression that sets coefficients to 0: scale the columns first.',
  fields: {
    ...keepFields('threshold', 1e-5, 1e12),
    strength: float('Penalty', 0.05, 1e-5, 1000, {
      log: true,
      help: 'Weight of the penalty against the mean loss: more leaves fewer columns.',
    }),
  },
  fit: (x, { strength, ...keep }, context) => {
    const { target, fail } = context;
    if (!target) throw fail('matrix-needs-target');
    const coefficients =
      target.kind === 'values'
        ? [lasso(x, target.values, strength * (deviation(target.values) || 1))]
        : signedTargets(target.index, target.classes.length).map((y) => logisticLasso(x, y, 1 / (strength * x.rows)));
    const scores = new Float64Array(x.columns);
    for (const b of coefficients) b.forEach((value, c) => (scores[c] = Math.max(scores[c], Math.abs(value))));
    return { kept: keptOf(scores, keep), scores: Array.from(scores) };
  },
});

export const rfe = selectionStep({
  type: 'rfe',
  slow: true,
  label: 'Recursive elimination (RFE)',
  help: 'Drops the columns that a ridge regression uses least, again and again: scale the columns first.',
  fields: {
    components: int('Columns', 10, 1, mostColumns, { log: true, help: 'How many are kept.' }),
    step: int('Dropped at once', 1, 1, 100, { log: true }),
  },
  fit: (x, { components, step }, context) => {
    const { target, fail } = context;
    if (!target) throw fail('matrix-needs-target');
    if (x.columns > mostColumns) throw fail('matrix-too-many-columns', { columns: x.columns, most: mostColumns });
    const targets = target.kind === 'values' ? [target.values] : signedTargets(target.index, target.classes.length);
    const { kept, ranks } = eliminate(x, targets, Math.min(components, x.columns), step);
    return { kept, scores: Array.from(ranks, (rank) => 1 / rank) };
  },
});

export const permutation = selectionStep({
  type: 'permutation',
  slow: true,
  label: 'Permutation importance',
  help: `How much a forest's score falls on held-out training rows when a column is shuffled. At most ${forestRows} rows.`,
  fields: {
    ...keepFields('best', 0, 10),
    trees: int('Trees', 100, 10, 500, { log: true }),
    repeats: int('Repeats', 5, 1, 50),
  },
  fit: (x, { trees, repeats, ...keep }, context) => {
    const { x: some, targets } = sampled(x, context);
    if (some.rows < 8) throw context.fail('matrix-rows', { needed: 8, rows: some.rows });
    const classes = context.target?.kind === 'classes';
    const scores = permutationImportance(some, targets, classes, trees, repeats, context.stream);
    return { kept: keptOf(scores, keep), scores: Array.from(scores) };
  },
});

export const boruta = selectionStep({
  type: 'boruta',
  slow: true,
  label: 'Shadow features (Boruta)',
  help: `Keeps every column that a forest uses more than the best shuffled copy. At most ${forestRows} rows.`,
  fields: {
    trees: int('Trees', 100, 10, 500, { log: true }),
    rounds: int('Rounds at most', 40, 10, 200, { log: true }),
  },
  fit: (x, { trees, rounds }, context) => {
    const { x: some, targets } = sampled(x, context);
    const { kept, scores } = againstShadows(some, targets, trees, rounds, context.stream);
    return { kept, scores };
  },
});

function sampled(x: Dense, context: MatrixContext): { x: Dense; targets: readonly Float64Array[] } {
  const { columns: targets } = requireTarget(context);
  if (x.rows <= forestRows) return { x, targets };
  const rows = Uint32Array.from({ length: forestRows }, (_, i) => Math.floor((i * x.rows) / forestRows));
  return { x: rowsOf(x, rows), targets: targets.map((target) => Float64Array.from(rows, (row) => target[row])) };
}

function deviation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / values.length);
}
