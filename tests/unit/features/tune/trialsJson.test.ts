// A study as JSON in parts: together they are the text of the whole.
import { expect, test, vi } from 'vitest';
import type { TuneConfig } from '$core/lab/document';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { settingsOf, trialsCsv, trialsCsvParts } from '$features/tune/exportTrials';
import { fileInParts } from '$features/tune/fileInParts';
import { trialsJson, trialsJsonParts } from '$features/tune/trialsJson';
import { finished } from '../../../support/finished';

// What this index file brings beside: components, which are for a browser.
vi.mock('$charts/index', async () => ({ ...(await import('$charts/export')) }));

const run = { id: 'r', best: null, artifacts: {} } as unknown as RunInfo;
// Words that look like the end of the file, and lines of their own.
const config = { trials: 5, note: '"trials": []\n}', space: [] } as unknown as TuneConfig;
const trialOf = (index: number): TrialRecord =>
  ({
    index,
    params: { x: index / 3, name: 'two\nlines, "quoted"\n' },
    value: index % 7 === 0 ? null : 1 / (index + 1),
    curve: Array.from({ length: index % 60 === 59 ? 1999 : index % 4 }, (_, epoch) => ({
      epoch,
      loss: NaN,
      validation: { loss: 1 / 3 },
    })),
    measured: undefined,
    empty: [],
  }) as unknown as TrialRecord;

test.each([0, 1, 2, 49, 50, 51, 100, 173])('%d trials', async (count) => {
  const trials = Array.from({ length: count }, (_, i) => trialOf(i));
  const whole = JSON.stringify({ run, config, trials }, null, 1);
  expect([...trialsJsonParts(run, config, trials)].join('')).toBe(whole);
  const file = finished(trialsJson(run, config, trials));
  expect(file.type).toBe('application/json');
  expect(await file.text()).toBe(whole);
});

test.each([0, 1, 249, 250, 251, 600])('%d trials as a table: the parts are the whole', async (count) => {
  const ends = ['done', 'failed', 'pruned'] as const;
  const trials = Array.from({ length: count }, (_, i): TrialRecord => ({
    ...trialOf(i),
    state: ends[i % 3],
    metrics: i % 2 === 0 ? { loss: i } : { accuracy: i },
    backend: 'simd',
  }));
  const paths = settingsOf([], trials);
  const whole = trialsCsv(trials, paths);
  const rows = whole.match(/^\d+,(done|failed|pruned),/gm) ?? [];
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(trials.map(({ index }) => index));
  expect(whole.startsWith('trial,state,value,')).toBe(true);
  const file = finished(fileInParts(trialsCsvParts(trials, paths), 'text/csv'));
  expect(file.type).toBe('text/csv');
  expect(await file.text()).toBe(whole);
});
