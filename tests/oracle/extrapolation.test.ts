// Fits of learning-curve families against scipy's Levenberg-Marquardt, and Wilcoxon's p values against scipy.stats
// (fixtures by scipy_curves.py).
import { expect, test } from 'vitest';
import { families } from '$core/extrapolation/families';
import { bestStart, levenberg } from '$core/extrapolation/levenberg';
import { log, pow } from '$core/math/elementary';
import { wilcoxonGreater } from '$core/stats/wilcoxon';
import golden from './scipy/curves.json';

test.each(golden.fits.map((one) => [one.family, one.y.length, one] as const))('%s on %i epochs', (name, n, one) => {
  const family = families.find((each) => each.name === name)!;
  const x = Float64Array.from({ length: n }, (_, i) => i + 1);
  const w = x.map((epoch) => pow(10, epoch / n));
  const mean = w.reduce((sum, each) => sum + each, 0) / n;
  const points = { x, lx: x.map(log), y: Float64Array.from(one.y), w: w.map((each) => each / mean) };
  const fit = levenberg(family, points, bestStart(family, points)!)!;
  // Never worse than scipy's best of twenty starts.
  expect(fit.rss).toBeLessThan(one.rss * (1 + 1e-3));
  const end = family.at(60, log(60), fit.p, new Float64Array(family.size));
  // Where the data leave the end open, the valley is flat: as far as a tenth of the noise moves it.
  expect(Math.abs(end - one.at60)).toBeLessThan(0.01);
});

test.each(golden.wilcoxon)('wilcoxon of $d.length differences: $p', ({ d, p }) => {
  expect(Math.abs(wilcoxonGreater(d) - p)).toBeLessThan(1e-12);
});

test('wilcoxon of nothing is no number', () => expect(wilcoxonGreater([])).toBeNaN());
