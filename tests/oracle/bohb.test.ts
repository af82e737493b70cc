// BOHB's kernel densities against statsmodels (fixtures by statsmodels_kde.py).
import { expect, test } from 'vitest';
import { Density } from '$core/samplers/bohb/density';
import golden from './statsmodels/kde.json';

test.each(golden.cases)('bandwidths and densities over $kinds', ({ kinds, data, bw, points, pdf }) => {
  const coordinates = [...kinds].map((kind) => (kind === 'u' ? { choices: 3 } : {}));
  const density = new Density(
    data.map((row) => Float64Array.from(row)),
    coordinates,
    1e-3,
  );
  density.bandwidths.forEach((width, i) => expect(Math.abs(width - bw[i])).toBeLessThan(1e-12));
  points.forEach((point, i) => expect(Math.abs(density.at(point) - pdf[i])).toBeLessThan(1e-10 * Math.max(1, pdf[i])));
});
