// Searches of two samplers from the same seeds, seed by seed, as docs/regret.md compares them; p of SciPy 1.17.1,
// scipy.stats.wilcoxon(a - b, zero_method="zsplit").
import { expect, test } from 'vitest';
import { paired } from '../../bench/regret/report';

const a = [0.1, 0.5, 0.2, 0.9, 0, 0, 0.3, 1.7, 0.04, 0.6];
const b = [0.3, 0.4, 0.8, 1.6, 0, 0.05, 0.9, 0.2, 0.5, 1.4];

test('counts seeds and is as sure as SciPy, whichever comes first', () => {
  expect(paired(a, b)).toEqual({ seeds: 10, won: 7, lost: 2, different: expect.closeTo(0.16796875, 12) });
  expect(paired(b, a)).toEqual({ seeds: 10, won: 2, lost: 7, different: expect.closeTo(0.16796875, 12) });
});

test('takes the seeds that both have, and says of equal ones that nothing differs', () => {
  expect(paired(a.slice(0, 4), b)).toMatchObject({ seeds: 4, won: 3, lost: 1 });
  expect(paired(a, a)).toEqual({ seeds: 10, won: 0, lost: 0, different: 1 });
});
