// Which studies of other labs a study can start from.
import { describe, expect, test } from 'vitest';
import type { RunInfo } from '$core/run/types';
import type { LabRecord } from '$store/records';
import { studiesOfOthers } from '../../../../src/features/tune/otherStudies';

const lab = (id: string, title: string): LabRecord =>
  ({
    id,
    lab: { title, data: { kind: 'imported', name: `${title}.csv` }, steps: [{ id: 'tune', type: 'tune' }] },
  }) as unknown as LabRecord;
const run = (id: string, labId: string, digest: string | null, more: Partial<RunInfo> = {}): RunInfo =>
  ({ id, labId, digest, step: 'tune', stepType: 'tune', state: 'done', hidden: false, ...more }) as RunInfo;
const titleOf = () => 'Tune';

describe('studies of other labs', () => {
  const labs = [lab('here', 'wine'), lab('there', 'cars')];

  test('are named by their lab, counted from the first, and say on which data they ran', () => {
    const runs = [run('b', 'there', 'two'), run('a', 'there', 'one')];
    const found = studiesOfOthers(labs, runs, 'here', titleOf);
    expect(found.map(({ name, data }) => [name, data])).toEqual([
      ['cars: Tune, study 2', 'cars.csv'],
      ['cars: Tune, study 1', 'cars.csv'],
    ]);
  });

  test('are not those of this lab, nor equal to one of them or of each other', () => {
    const runs = [
      run('a', 'there', 'one'),
      run('b', 'there', 'one'),
      run('c', 'here', 'two'),
      run('d', 'there', 'two'),
    ];
    expect(studiesOfOthers(labs, runs, 'here', titleOf).map(({ run: { id } }) => id)).toEqual(['a']);
  });

  test('are finished, not hidden, of a step that tunes and of a lab that is still kept', () => {
    const runs = [
      run('a', 'there', 'one', { state: 'cancelled' }),
      run('b', 'there', 'two', { hidden: true }),
      run('c', 'there', 'three', { stepType: 'train' }),
      run('d', 'there', null),
      run('e', 'gone', 'four'),
    ];
    expect(studiesOfOthers(labs, runs, 'here', titleOf)).toEqual([]);
  });

  test('of another program keep the name that they were imported under', () => {
    const imported = run('a', 'there', 'one', { imported: { source: 'CSV file', name: 'sweep' } });
    expect(studiesOfOthers(labs, [imported], 'here', titleOf)[0].name).toBe('cars: sweep, imported');
  });
});
