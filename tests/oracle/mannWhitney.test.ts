// The Mann-Whitney test against scipy.stats.mannwhitneyu (fixtures by scipy_mann_whitney.py): exact, by ties, far in the tail.
import { expect, test } from 'vitest';
import { mannWhitney } from '$core/stats/mannWhitney';
import golden from './scipy/mannWhitney.json';

test.each(golden.cases.map((one) => [`${one.a.length} against ${one.b.length}, p ${one.different}`, one] as const))(
  '%s',
  (_name, { a, b, larger, different }) => {
    const found = mannWhitney(a, b);
    // All alike: SciPy knows no p, here there is no difference.
    if (new Set([...a, ...b]).size === 1) return expect(found).toEqual({ larger: 1, different: 1 });
    expect(Math.abs(found.larger / larger - 1)).toBeLessThan(1e-10);
    expect(Math.abs(found.different / different - 1)).toBeLessThan(1e-10);
  },
);
