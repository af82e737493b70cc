// Learning-rate schedules: a factor on the base rate, as a function of training progress.
import { cosPi, pow } from '../math/elementary';
import { float, int, type Fields, type Scalar } from '../fields/field';

export type ScheduleType = 'constant' | 'step' | 'exponential' | 'cosine' | 'warmupCosine' | 'inverseTime';

export interface ScheduleDef {
  readonly type: ScheduleType;
  readonly label: string;
  readonly fields: Fields;
  /** Factor at a fractional epoch in [0, epochs). */
  factor(options: Readonly<Record<string, Scalar>>, epoch: number, epochs: number): number;
}

const n = (value: Scalar) => value as number;

export const scheduleDefs: readonly ScheduleDef[] = [
  { type: 'constant', label: 'Constant', fields: {}, factor: () => 1 },
  {
    type: 'step',
    label: 'Step decay',
    fields: { every: int('Every', 10, 1, 10_000, { unit: 'epochs' }), gamma: float('Factor', 0.5, 0.01, 1) },
    factor: (o, epoch) => pow(n(o.gamma), Math.floor(Math.floor(epoch) / n(o.every))),
  },
  {
    type: 'exponential',
    label: 'Exponential decay',
    fields: { gamma: float('Factor per epoch', 0.95, 0.5, 1) },
    factor: (o, epoch) => pow(n(o.gamma), epoch),
  },
  {
    type: 'cosine',
    label: 'Cosine annealing',
    fields: { floor: float('Final share', 0, 0, 1) },
    factor: (o, epoch, epochs) => n(o.floor) + ((1 - n(o.floor)) * (1 + cosPi(Math.min(1, epoch / epochs)))) / 2,
  },
  {
    type: 'warmupCosine',
    label: 'Warm-up, then cosine',
    fields: { warmup: float('Warm-up', 2, 0, 1000, { unit: 'epochs' }), floor: float('Final share', 0, 0, 1) },
    factor: (o, epoch, epochs) => {
      const warmup = n(o.warmup);
      if (epoch < warmup) return (epoch + 1e-3) / warmup;
      const t = Math.min(1, (epoch - warmup) / Math.max(1e-9, epochs - warmup));
      return n(o.floor) + ((1 - n(o.floor)) * (1 + cosPi(t))) / 2;
    },
  },
  {
    type: 'inverseTime',
    label: 'Inverse time decay',
    fields: { rate: float('Rate', 0.1, 0, 10) },
    factor: (o, epoch) => 1 / (1 + n(o.rate) * epoch),
  },
];

const byType = new Map(scheduleDefs.map((def) => [def.type, def]));
export const scheduleDef = (type: ScheduleType): ScheduleDef => byType.get(type)!;
