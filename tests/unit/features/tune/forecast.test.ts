// The forecast of an unfinished trial: its end is that of the extrapolation, however long the way there.
import { expect, test } from 'vitest';
import { extrapolate } from '$core/extrapolation/extrapolate';
import { forecastOf } from '../../../../src/features/tune/forecast';

const values = Array.from({ length: 20 }, (_, i) => 0.3 + 1 / (1 + 0.3 * i));

test.each([21, 60, 100_000])(
  'of %d epochs takes no more points than a chart can show, the first and the last among them',
  (epochs) => {
    const found = forecastOf({ values, epochs, direction: 'minimize', metric: 'loss', best: 0.4 })!;
    const whole = extrapolate(values, 'minimize')!;
    const [, ahead] = found.chart.live;
    const x = Array.from(ahead.x!);
    expect(x.length).toBe(1 + Math.min(300, epochs - 20));
    expect([x[0], x[1], x.at(-1)]).toEqual([19, 20, epochs - 1]);
    expect(x.every((at, i) => i === 0 || at > x[i - 1])).toBe(true);
    x.slice(1).forEach((at, i) => expect(ahead.y[i + 1]).toBe(whole.at(at + 1).mean));
    expect(found.mean).toBe(whole.at(epochs).mean);
    expect(found.chance).toBe(whole.chance(epochs, 0.4));
  },
);
