// How far trials break the limits of an Optuna study, which keeps it among a trial's system attributes: `constraints`, a list in
// the order of the study, or since 5.0 one `constraints:name` each. Above 0 is broken (optuna/study/_constrained_optimization.py).
import { importLimits, refuse } from './study';

export const limitKey = 'constraints';

/** In place of NaN and of infinity: it is not kept. */
const unknownFar = 1e9;

/** Calls `set` for every limit among attributes. */
export function limitsIn(
  attributes: Readonly<Record<string, unknown>>,
  set: (name: string, far: number) => void,
): void {
  for (const [key, value] of Object.entries(attributes)) {
    const all = key === limitKey && Array.isArray(value) ? value : null;
    if (all) all.slice(0, importLimits.limits + 1).forEach((far, i) => typeof far === 'number' && set(`${i}`, far));
    else if (key.startsWith(`${limitKey}:`) && typeof value === 'number') set(key, value);
  }
}

/** The limits of one study, in the order in which they appear. */
export class Limits {
  private readonly names = new Map<string, number>();

  set(trial: Map<string, number>, name: string, far: number): void {
    if (!this.names.has(name)) {
      if (this.names.size >= importLimits.limits) throw refuse(`it has more than ${importLimits.limits} limits`);
      this.names.set(name, this.names.size);
    }
    trial.set(name, far);
  }

  /** One number per limit; of a trial that says nothing of one, as if it kept it. Undefined: the study has none, or the trial tells none. */
  of(trial: ReadonlyMap<string, number>): number[] | undefined {
    if (trial.size === 0) return undefined;
    return [...this.names.keys()].map((name) => {
      const far = trial.get(name) ?? 0;
      return Number.isFinite(far) ? far : far === -Infinity ? 0 : unknownFar;
    });
  }
}
