// What the page of an architecture search says before and beside a run.
import { describe, expect, it } from 'vitest';
import { defaultSearch } from '$core/nas/defaults';
import { excludedOf } from '$core/nas/excluded';
import { searchOf, startProblem } from '$features/nas/archStudy';
import { hasLearned } from '$features/nas/shares';

const setting = {
  ...defaultSearch('table'),
  objective: { metric: 'loss', direction: 'minimize' } as const,
};
const shape = { inputs: [{ id: 'features', shape: [5], dtype: 'float32' as const }], units: 3 };
const refusal = (limits: object, more: object = {}) => {
  const config = { ...setting, limits, ...more };
  const { search } = searchOf(config, shape);
  return startProblem(config, search!)?.code;
};

describe('before the run', () => {
  it('a limit that no network keeps within is refused by its code, whichever it is', () => {
    expect(refusal({ parameters: 5 })).toBe('nas-none-fits');
    expect(refusal({ flops: 5 })).toBe('nas-none-fits');
    expect(refusal({ memory: 5 })).toBe('nas-none-fits');
    expect(refusal({ parameters: 50_000 })).toBeUndefined();
  });

  it('DARTS on a table is refused with the reason', () => {
    expect(refusal({}, { strategy: { type: 'darts', options: {} } })).toBe('nas-no-relaxation');
  });
});

describe('what a limit leaves out', () => {
  const left = (limits: object) => {
    const { search } = searchOf({ ...setting, limits }, shape);
    return excludedOf(search!.architectures);
  };
  it('is told by the same random genotypes, and grows as limits fall', () => {
    expect(left({})).toEqual({ drawn: 200, tooLarge: 0, invalid: 0 });
    const [loose, tight] = [left({ parameters: 5000 }), left({ parameters: 500 })];
    expect(loose.tooLarge).toBeGreaterThan(0);
    expect(tight.tooLarge).toBeGreaterThan(loose.tooLarge);
    expect(left({ parameters: 5 }).tooLarge).toBe(200);
  });
});

describe('shared weights', () => {
  it('have learned when they beat guessing and their start', () => {
    expect(hasLearned([], 2.3)).toBe(true);
    expect(hasLearned([2.4], 2.3)).toBe(true);
    expect(hasLearned([2.4, 2.3, 2.28], Math.log(10))).toBe(false);
    expect(hasLearned([4.9, 2.28], Math.log(10))).toBe(false);
    expect(hasLearned([2.3, 1.4], Math.log(10))).toBe(true);
    expect(hasLearned([5, 2.2], null)).toBe(true);
    expect(hasLearned([5, 4.9], null)).toBe(false);
    expect(hasLearned([2, NaN], null)).toBe(false);
  });
});
