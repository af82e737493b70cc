// Long learning curves as columns of numbers, for the ways between workers and into the storage: they take half the bytes,
// and are read again in half the time of so many small objects.
import type { Checkpoint } from './checkpoint';
import type { EpochPoint, Metrics, RunEvent, TrialRecord } from './types';

/** Shorter curves go as they are. */
export const worthPacking = 500;

interface Columns {
  readonly names: readonly string[];
  /** One name after the other. */
  readonly values: Float64Array;
}
export interface PackedCurve {
  readonly epochs: Float64Array;
  readonly loss: Float64Array;
  readonly validation: Columns;
  readonly train?: Columns;
}
/** Where a curve stood that is packed. */
type WithCurve = { readonly curve: readonly EpochPoint[] };
export type Packed<T extends WithCurve> = T & { readonly packed?: PackedCurve };

/** Null where points differ in what they hold. */
function columnsOf(curve: readonly EpochPoint[], of: (point: EpochPoint) => Metrics | undefined): Columns | null {
  const names = Object.keys(of(curve[0])!);
  const values = new Float64Array(names.length * curve.length);
  for (let i = 0; i < curve.length; i++) {
    const metrics = of(curve[i]);
    const own = metrics && Object.keys(metrics);
    if (own?.length !== names.length) return null;
    for (let k = 0; k < names.length; k++) {
      const value = metrics![names[k]];
      if (own[k] !== names[k] || typeof value !== 'number') return null;
      values[k * curve.length + i] = value;
    }
  }
  return { names, values };
}

function packCurve(curve: readonly EpochPoint[]): PackedCurve | null {
  const shape = Object.keys(curve[0]).join();
  if (shape !== 'epoch,loss,validation' && shape !== 'epoch,loss,validation,train') return null;
  if (!curve.every((point) => Object.keys(point).join() === shape)) return null;
  const validation = columnsOf(curve, (point) => point.validation);
  const train = 'train' in curve[0] ? columnsOf(curve, (point) => point.train) : undefined;
  if (!validation || train === null) return null;
  return {
    epochs: Float64Array.from(curve, ({ epoch }) => epoch),
    loss: Float64Array.from(curve, ({ loss }) => loss),
    validation,
    ...(train ? { train } : {}),
  };
}

/** Metrics of one point. All begin as copies of one object, which is quicker than giving each its names. */
function reader({ names, values }: Columns, points: number): (i: number) => Metrics {
  const first: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0.5]));
  // As the names of properties they are found at once, which words that came in a message are not.
  const keys = Object.keys(first);
  return (i) => {
    const metrics = { ...first };
    for (let k = 0; k < keys.length; k++) metrics[keys[k]] = values[k * points + i];
    return metrics;
  };
}

function unpackCurve({ epochs, loss, validation, train }: PackedCurve): EpochPoint[] {
  const n = epochs.length;
  const ofValidation = reader(validation, n);
  const ofTrain = train && reader(train, n);
  const curve: EpochPoint[] = [];
  for (let i = 0; i < n; i++) {
    const [epoch, mean] = [epochs[i], loss[i]];
    if (ofTrain) curve.push({ epoch, loss: mean, validation: ofValidation(i), train: ofTrain(i) });
    else curve.push({ epoch, loss: mean, validation: ofValidation(i) });
  }
  return curve;
}

/** The same with its curve packed, if that is long; to be read by `unpacked` alone. */
export function packed<T extends WithCurve>(whole: T): T {
  const columns = whole.curve.length < worthPacking ? null : packCurve(whole.curve);
  return columns ? { ...whole, curve: [], packed: columns } : whole;
}

/** What `packed` was given. */
export function unpacked<T extends WithCurve>(given: Packed<T>): T {
  if (!given.packed) return given;
  // The curve stands where it stood.
  const whole: { -readonly [key in keyof Packed<T>]: Packed<T>[key] } = { ...given, curve: unpackCurve(given.packed) };
  delete whole.packed;
  return whole;
}

const ofTrial = (event: RunEvent, change: (trial: TrialRecord) => TrialRecord): RunEvent =>
  event.type === 'told' || event.type === 'paused' ? { ...event, trial: change(event.trial) } : event;

export const packedEvent = (event: RunEvent): RunEvent => ofTrial(event, packed);
export const unpackedEvent = (event: RunEvent): RunEvent => ofTrial(event, unpacked);
export const packedCheckpoint = (checkpoint: Checkpoint): Checkpoint => packed(checkpoint);
export const unpackedCheckpoint = (checkpoint: Checkpoint): Checkpoint => unpacked(checkpoint);
