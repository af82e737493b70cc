// What a run gave, as one number that two machines can compare. Only what the promise covers goes in: which points
// were tried, how they ended and what they measured, to the last bit. Times, backends and error texts stay out.
import { sha256Hex } from '../table/identity';
import type { TrialRecord } from '../run/types';
import { canonicalJson } from './canonical';

type Digested = Pick<TrialRecord, 'index' | 'params' | 'state' | 'metrics'>;

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double as 16 hex digits; every NaN gives the same. */
export function float64Hex(value: number): string {
  view.setFloat64(0, value);
  if (Number.isNaN(value)) view.setUint32(0, 0x7ff80000);
  if (Number.isNaN(value)) view.setUint32(4, 0);
  return [view.getUint32(0), view.getUint32(4)].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** The text that stands for a trial: keys sorted, parameters exact, metrics as bits. */
export function trialRecordText({ index, params, state, metrics }: Digested): string {
  const bits = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, float64Hex(value)]));
  return canonicalJson({ index, params, state, metrics: bits });
}

const hashText = (text: string) => sha256Hex(new TextEncoder().encode(text));

export interface RunDigest {
  /** SHA-256 over the hashes of all trials in order of index. */
  readonly digest: string;
  /** The first 4 hex digits of each trial's hash: enough to say which trial is the first that differs. */
  readonly marks: string;
}

/** Version of the record; it changes only together with the meaning of a digest. */
const header = 'tablab-run-1';

/** Digest of a finished run's trials, in any order. */
export async function runDigest(trials: readonly Digested[]): Promise<RunDigest> {
  const ordered = [...trials].sort((a, b) => a.index - b.index);
  const hashes = await Promise.all(ordered.map((trial) => hashText(trialRecordText(trial))));
  return {
    digest: await hashText([header, ...hashes].join('\n')),
    marks: hashes.map((hash) => hash.slice(0, 4)).join(''),
  };
}
