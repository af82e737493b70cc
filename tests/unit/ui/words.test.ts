import { describe, expect, it } from 'vitest';
import { durationText, rateText, shareOf, tenth } from '../../../src/features/lab/frame/progress';
import { agoText } from '../../../src/features/home/ago';
import { fileName } from '../../../src/features/share/download';
import { metricText, stepTitle } from '../../../src/features/lab/steps';
import { defaultTrainConfig } from '../../../src/core/train/config';

describe('progress in words', () => {
  it.each([
    [0.2, '< 1 s'],
    [40.4, '40 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [3599.6, '1 h 0 min'],
    [4320, '1 h 12 min'],
    [NaN, '–'],
    [Infinity, '–'],
  ])('%d s is %j', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it('gives rates per second or minute', () => {
    expect(rateText(0)).toBe('');
    expect(rateText(250.3)).toBe('250/s');
    expect(rateText(12.34)).toBe('12.3/s');
    expect(rateText(0.05)).toBe('3.0/min');
  });

  it('counts tenths without rounding up', () => {
    const at = (done: number) => tenth(shareOf({ stage: '', done, total: 30, rate: 0, eta: null }));
    expect([0, 2, 3, 29, 30].map(at)).toEqual([0, 0, 1, 9, 10]);
    expect(shareOf({ stage: '', done: 1, total: 0, rate: 0, eta: null })).toBeNull();
  });
});

describe('names and numbers', () => {
  it('gives metrics a sensible precision', () => {
    expect([0.98765432, 12.3456, 1234.6, 0.00012345, 0, NaN].map(metricText)).toEqual([
      '0.9877',
      '12.35',
      '1,235',
      '1.23e-4',
      '0',
      '–',
    ]);
  });

  it('names steps by their id where it says something', () => {
    const config = defaultTrainConfig('table');
    const titles = ['train', 'train-2', 'slow'].map((id) => stepTitle({ id, type: 'train', config }));
    expect(titles).toEqual(['Train', 'Train 2', 'Train: slow']);
  });

  it('makes file names that every system takes', () => {
    expect(fileName('Two moons: 3/4 "done"?', 'tablab')).toBe('Two-moons-34-done.tablab');
    expect(fileName('///', 'tablab')).toBe('lab.tablab');
    expect(fileName('x'.repeat(200), 'json')).toHaveLength(65);
  });

  it('says how long ago', () => {
    const now = Date.UTC(2026, 0, 31, 12);
    expect(agoText(now - 5_000, now)).toBe('just now');
    expect(agoText(now - 5 * 60_000, now)).toMatch(/5 min/);
    expect(agoText(now - 26 * 3600_000, now)).toBe('yesterday');
    expect(agoText(now - 90 * 86_400_000, now)).toMatch(/2025/);
  });
});
