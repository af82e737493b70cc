import { describe, expect, it } from 'vitest';
import { matchScore } from '../../../src/features/help/match';
import { labHref } from '../../../src/features/lab/links';
import { flagsText, readFlags } from '../../../src/features/share/viewFlags';
import { parseRoute } from '../../../src/routes';

describe('addresses', () => {
  it('lead to pages', () => {
    for (const home of ['', '#', '#/']) expect(parseRoute(home)).toEqual({ page: 'home' });
    expect(parseRoute('#/storage')).toEqual({ page: 'storage' });
    expect(parseRoute('#/replay')).toEqual({ page: 'replay' });
    expect(parseRoute('#v1.abc')).toEqual({ page: 'preview', link: '#v1.abc' });
    expect(parseRoute('#v27.abc').page).toBe('preview');
    expect(parseRoute('#/nowhere')).toEqual({ page: 'unknown' });
    expect(parseRoute('#/lab/%E0%A4%A')).toEqual({ page: 'unknown' });
  });

  it('name labs and steps with any characters', () => {
    for (const id of ['a', 'first-look', 'ü/ß?#%']) {
      expect(parseRoute(labHref(id))).toEqual({ page: 'lab', id, step: null });
      expect(parseRoute(labHref(id, 'tune-2'))).toEqual({ page: 'lab', id, step: 'tune-2' });
      expect(parseRoute(labHref(id, 'features', 'a/b'))).toEqual({ page: 'lab', id, step: 'features', view: 'a/b' });
    }
  });

  it('carry known view flags only', () => {
    expect(readFlags(flagsText(['settings', 'steps']))).toEqual(['settings', 'steps']);
    expect(readFlags('?hide=steps,everything')).toEqual(['steps']);
    expect(readFlags('')).toEqual([]);
    expect(flagsText([])).toBe('');
  });
});

describe('the palette', () => {
  it('ranks starts over words over parts over letters', () => {
    const scores = ['Share the lab', 'Go to sharing', 'Reshare', 'Stop here, all retire', 'Undo'];
    const found = scores.map((text) => matchScore(text, 'share'));
    expect(found[0]).toBeGreaterThan(found[1] || 0);
    expect(found[2]).toBe(2);
    expect(found[3]).toBe(1);
    expect(found[4]).toBe(0);
    expect(matchScore('anything', '  ')).toBe(1);
  });
});
