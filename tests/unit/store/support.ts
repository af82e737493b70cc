// A fresh in-memory IndexedDB for each test, and small records to put into it.
import 'fake-indexeddb/auto';
import type { Lab } from '$core/lab/document';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { closeStore, openStore } from '$store/open';
import type { LabRecord } from '$store/records';
import type { Store } from '$store/schema';

let count = 0;

/** A store of its own; closed by the returned function. */
export async function freshStore(): Promise<{ store: Store; name: string; close: () => Promise<void> }> {
  const name = `test-${count++}`;
  return { store: await openStore(name), name, close: () => closeStore(name) };
}

export const labRecord = (
  id: string,
  updatedAt = 1,
  data: Lab['data'] = { kind: 'bundled', id: 'penguins' },
): LabRecord => ({
  id,
  lab: { title: `Lab ${id}`, data, steps: [] } as unknown as Lab,
  createdAt: 1,
  updatedAt,
});

export const runInfo = (id: string, labId: string, more: Partial<RunInfo> = {}): RunInfo => ({
  id,
  labId,
  step: 'tune',
  stepType: 'tune',
  state: 'running',
  createdAt: 1,
  updatedAt: 1,
  trialsDone: 0,
  trialsTotal: 10,
  best: null,
  digest: null,
  executor: 'cpu',
  backend: '',
  workers: 1,
  seconds: 0,
  hidden: false,
  artifacts: {},
  ...more,
});

export const trialRecord = (index: number): TrialRecord => ({
  index,
  params: { x: index },
  state: 'done',
  value: index,
  metrics: { loss: index },
  curve: [],
  bestEpoch: null,
  executor: 'tfjs',
  backend: 'cpu',
  attempts: 1,
  seconds: 0,
  startedAt: 0,
});
