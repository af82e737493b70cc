// A study of which no trial keeps the limits, in words.
import { expect, test } from 'vitest';
import { pareto, type ParetoData } from '$charts/pareto';
import { chanceText, noneWithin } from '../../../../src/features/tune/limitText';

test('a chance is told no more exactly than a model can know it', () => {
  expect(chanceText(1e-44)).toBe('less than 0.1 %');
  expect(chanceText(0)).toBe('less than 0.1 %');
  expect(chanceText(0.25)).toBe('25 %');
  expect(chanceText(1 - 1e-9)).toBe('more than 99.9 %');
});

test('an empty chart says that no trial keeps the limits, and nothing of limits that no trial broke', () => {
  expect(noneWithin([{ state: 'pruned' }, { state: 'done', violations: [-0.5, 2] }])).toBe(
    'No finished trial keeps the limits.',
  );
  expect(noneWithin([{ state: 'failed' }, { state: 'done', violations: [-1] }])).toBeNull();
  expect(noneWithin([])).toBeNull();
});

test('one cross is one trial', () => {
  const noteOf = (front: number[]) =>
    pareto.note!({ x: front, y: front, front } as unknown as ParetoData, undefined as never);
  expect(noteOf([NaN])).toBe('Cross: a trial that breaks a limit.');
  expect(noteOf([NaN, 0, NaN])).toBe('Crosses: 2 trials that break a limit.');
  expect(noteOf([0])).toBeNull();
});
