// The states that a dot can show, and their words.

export type DotState =
  'idle' | 'queued' | 'running' | 'paused' | 'done' | 'stale' | 'failed' | 'cancelled' | 'interrupted' | 'pruned';

export const dotWords: Readonly<Record<DotState, string>> = {
  idle: 'not run yet',
  queued: 'waiting',
  running: 'running',
  paused: 'paused',
  done: 'done',
  stale: 'changed since the last run',
  failed: 'failed',
  cancelled: 'stopped',
  interrupted: 'interrupted',
  pruned: 'ended early',
};
