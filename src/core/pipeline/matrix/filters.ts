// Selections that score each column by itself: variance, F, chi-squared, mutual information; and the one that drops
// columns which another column already tells.
import { float, type Fields } from '../../fields/field';
import { columnOf, type Dense } from '../../math/dense';
import { keepFields, keptOf, type Keep } from '../../select/keep';
import { anovaF, chiSquared, redundancy, regressionF, variances } from '../../select/scores';
import { blurred, classInformation, continuousInformation } from '../../stats/mutualInformation';
import { requireClasses, requireNonNegative, selectionStep, type MatrixContext, type MatrixStepDef } from './step';

/** Scores as JSON keeps them: NaN and infinities become the numbers that rank the same. */
const stored = (scores: Float64Array): number[] =>
  Array.from(scores, (score) =>
    Number.isNaN(score) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, score)),
  );

function filter(
  about: Pick<MatrixStepDef, 'type' | 'label' | 'help'>,
  fields: Fields & ReturnType<typeof keepFields>,
  score: (x: Dense, context: MatrixContext) => Float64Array,
): MatrixStepDef {
  return selectionStep({
    ...about,
    fields,
    fit: (x, options, context) => {
      const scores = score(x, context);
      return { kept: keptOf(scores, options as unknown as Keep), scores: stored(scores) };
    },
  });
}

export const variance = filter(
  {
    type: 'variance',
    label: 'Variance',
    help: 'Keeps columns that vary. On standardized columns every variance is 1: only constant ones go.',
  },
  keepFields('threshold', 0, 1e12),
  variances,
);

export const correlation = selectionStep({
  type: 'correlation',
  label: 'Correlation filter',
  help: 'Of columns that tell the same, keeps the first.',
  fields: { limit: float('Largest |r|', 0.95, 0.1, 0.9999) },
  fit: (x, { limit }) => redundancy(x, limit),
});

export const chi2 = filter(
  { type: 'chi2', label: 'Chi-squared', help: 'For counts and one-hot columns: how far their sums differ by class.' },
  keepFields('best', 0, 1e12),
  (x, context) => {
    const { index } = requireClasses(context);
    requireNonNegative(x, context);
    return chiSquared(x, index);
  },
);

export const f = filter(
  {
    type: 'f',
    label: 'F test',
    help: 'Classes: how far class means lie apart (ANOVA). A number: how well a line fits.',
  },
  keepFields('best', 0, 1e12),
  (x, { target, fail }) => {
    if (!target) throw fail('matrix-needs-target');
    return target.kind === 'classes' ? anovaF(x, target.index) : regressionF(x, target.values);
  },
);

export const information = filter(
  {
    type: 'information',
    label: 'Mutual information',
    help: 'How much a column tells of the target in any way, bent ones too.',
  },
  keepFields('best', 0, 100),
  (x, { target, stream, fail }) => {
    if (!target) throw fail('matrix-needs-target');
    const y = target.kind === 'values' ? blurred(target.values, stream.split('target')) : null;
    return Float64Array.from({ length: x.columns }, (_, c) => {
      const values = blurred(columnOf(x, c), stream.split(c));
      const bits =
        target.kind === 'classes' ? classInformation(values, target.index) : continuousInformation(values, y!);
      return Number.isNaN(bits) ? 0 : bits;
    });
  },
);
