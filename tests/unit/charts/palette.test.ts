// Colours as style sheets write them, also those that were made short by minification.
import { expect, test } from 'vitest';
import { hex, parse } from '../../../src/charts/palette';

test('reads long and short colours alike', () => {
  expect(parse('#ffffff')).toEqual([255, 255, 255]);
  expect(parse('#fff')).toEqual([255, 255, 255]);
  expect(parse(' #0af')).toEqual(parse('#00aaff'));
  expect(hex(parse('#0a6276'))).toBe('#0a6276');
});
