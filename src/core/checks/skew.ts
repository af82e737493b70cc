// Number features with a long tail, and a regression target with one: a few large values rule scaled inputs and squared
// errors. Skewness as pandas has it (adjusted Fisher-Pearson).
import { describeNumeric } from '../stats/describe';
import { finding, type CheckDef, type CheckInput, type Finding } from './check';

const limit = 2;
const fewest = 30;
const fewestDistinct = 10;
const shown = 5;

export const skew: CheckDef = {
  name: 'skew',
  label: 'Long tails',
  async run({ measured, roles, config, pause }) {
    const { features, target } = measured();
    const tails: { name: string; skew: number; positive: boolean }[] = [];
    for (const { name, type, data } of features) {
      if (type !== 'numeric' || data.kind !== 'number' || transformed(name, config)) continue;
      await pause();
      const one = tailOf(data.values);
      if (one) tails.push({ name, ...one });
    }
    const found: Finding[] = [];
    if (tails.length > 0) {
      const sorted = tails.sort((a, b) => Math.abs(b.skew) - Math.abs(a.skew));
      const listed = sorted.slice(0, shown).map((one) => `"${one.name}" ${one.skew.toFixed(1)}`);
      const more = sorted.length > shown ? ` and ${sorted.length - shown} more` : '';
      const columns = sorted.map(({ name }) => name);
      const type = sorted.every(({ positive }) => positive) ? 'log1p' : 'yeoJohnson';
      found.push(
        finding('check-skew', {
          severity: 'info',
          details: { columns: listed.join(', ') + more },
          columns,
          fixes: [{ kind: 'transform', columns, type }],
        }),
      );
    }
    const aim = roles.task === 'regression' && target?.data.kind === 'number' ? tailOf(target.data.values) : null;
    if (target && aim) {
      const details = { column: target.name, skew: Number(aim.skew.toFixed(1)) };
      found.push(finding('check-skew-target', { severity: 'info', details, columns: [target.name] }));
    }
    return found;
  },
};

function transformed(name: string, config: CheckInput['config']): boolean {
  const recipe = config?.columns && Object.hasOwn(config.columns, name) ? config.columns[name] : undefined;
  return (recipe?.transforms ?? []).some(({ type }) => type !== 'clip');
}

/** The skewness of a long tail; null for short ones, and for counts with few different values. */
function tailOf(values: Float64Array): { skew: number; positive: boolean } | null {
  const { count, skew: skewness, min } = describeNumeric(values);
  if (count < fewest || !(Math.abs(skewness) > limit) || new Set(values.subarray(0, 10_000)).size < fewestDistinct)
    return null;
  // The logarithm shortens a tail to the right alone.
  return { skew: skewness, positive: min >= 0 && skewness > 0 };
}
