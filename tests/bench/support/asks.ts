// Asks of a sampler in the middle of a long study: of ten parameters, after trials that it did not draw itself.
import { Stream } from '$core/rng/stream';
import { samplerOptions } from '$core/samplers/registry';
import type { PastTrial, SamplerDef } from '$core/samplers/sampler';
import { pointKey, samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
import { ten } from './tenParameters';

export interface Given {
  /** Trials that have ended. */
  readonly trials: number;
  /** Asks in flight. */
  readonly pending?: number;
  /** 1 unless given. */
  readonly objectives?: number;
  /** Whether every third trial breaks a limit. */
  readonly limited?: boolean;
  /** Whether points must keep a constraint. */
  readonly constrained?: boolean;
}

/** The point of each trial, made once. */
const points: ParamValues[] = [];
function pointOf(index: number): ParamValues {
  for (let i = points.length; i <= index; i++) points.push(samplePoint(ten, Stream.of(1, 'past', i)));
  return points[index];
}
const allowed = (point: ParamValues) => Number(point.a) + Number(point.e) < 1.4;

function trialOf(index: number, { objectives = 1, limited = false }: Given): PastTrial {
  // Another object each time: what is remembered of it is of one study.
  const params = { ...pointOf(index) };
  const noise = Stream.of(1, 'noise', index);
  const [a, b, c] = [Number(params.a), (Number(params.b) + 5) / 15, Number(params.f) / 9];
  const values = [a + c, 1 - a + b * b, 1 - c + (1 - b) * (1 - b)].map((value) => value + 0.2 * noise.normal());
  const violation = index % 3 === 0 ? a : 0;
  return {
    index,
    params,
    state: 'done',
    value: values[0],
    ...(objectives > 1 ? { values: values.slice(0, objectives) } : {}),
    ...(limited ? { violations: [violation || -0.5], violation } : {}),
  };
}

/** Milliseconds of the first ask after so many trials, as on resuming, and the median of those that follow, each one trial later. */
export function askTimes(
  def: SamplerDef,
  given: Given,
  following = 5,
): { readonly first: number; readonly next: number } {
  const { trials: n, pending = 0, objectives = 1, constrained = false } = given;
  const all: PastTrial[] = Array.from({ length: n + following }, (_, i) => trialOf(i, given));
  const seen = new Set<string>();
  for (let i = 0; i < n + pending; i++) seen.add(pointKey(pointOf(i)));
  const ask = (k: number): number => {
    const index = n + k + pending;
    if (k > 0) seen.add(pointKey(pointOf(index - 1)));
    const asked: Parameters<SamplerDef['ask']>[0] = {
      space: ten,
      index,
      trials: def.usesResults ? all.slice(0, n + k) : [],
      pending: Array.from({ length: index }, (_, i) => i)
        .slice(def.usesResults ? n + k : 0)
        .map(pointOf),
      seen,
      direction: 'minimize',
      budget: 2 * n,
      ...(objectives > 1 ? { directions: Array.from({ length: objectives }, () => 'minimize' as const) } : {}),
      ...(constrained ? { allowed } : {}),
      rng: Stream.of(7, 'sampler', index),
      shared: Stream.of(7, 'sampler', 'shared'),
      options: samplerOptions(def, {}),
    };
    const start = performance.now();
    def.ask(asked);
    return performance.now() - start;
  };
  const first = ask(0);
  const later = Array.from({ length: following }, (_, k) => ask(k + 1)).sort((a, b) => a - b);
  return { first, next: later[later.length >> 1] };
}
