// First weights of a network that goes on from another one's. Everything is named by lab seed and trial, so a resumed or
// repeated trial starts from the same bits.
import { TablabError } from '$core/errors/error';
import { outputUnits, resolveModel } from '$core/model/resolve';
import { weightsOf, type ModelSpec, type Weights } from '$core/model/spec';
import { applyTransplant, seeing, toMeasure } from '$core/nas/morph/apply';
import { planTransplant } from '$core/nas/morph/transplant';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { Start } from '$core/run/trial';
import { minibatch } from '../proxies/score';
import { openBench, Probe, type Bench } from '../simd/probe';

let bench: Promise<Bench> | undefined;

/** `own`: the network's own first draw. Throws `nas-not-a-morphism`, or `backend-unavailable` without SIMD. */
export async function startWeights(
  spec: ModelSpec,
  own: Weights,
  start: Start,
  prepared: Prepared,
  seed: number,
  trial: number,
): Promise<Weights> {
  if (start.how === 'match') return matching(spec, own, start.weights);
  const small = resolveModel(start.layers, prepared.inputs, outputUnits(prepared.task, prepared.classes.length));
  const rng = Stream.of(seed, 'morph', trial);
  const plan = planTransplant(small, spec, rng);
  if (!plan) throw new TablabError('nas-not-a-morphism');
  const growth = { small, large: spec, plan };
  const weights = applyTransplant(growth, start.weights, own, start.noise ?? 0, rng);
  const norms = toMeasure(growth);
  if (norms.length === 0) return weights;
  const batch = minibatch(prepared.train, seed);
  const sources = norms.map(({ inputs }) => inputs[0]);
  const options = { rows: batch.rows, training: false, loss: 'given', taps: sources } as const;
  const probe = new Probe(await (bench ??= openBench()), spec, options);
  try {
    probe.setWeights(weights);
    probe.forward(batch);
    norms.forEach((norm, i) => seeing(norm, probe.tap(sources[i]), weights));
    return weights;
  } finally {
    probe.dispose();
  }
}

/** Weights of equal name and shape are taken over, as in Real et al. 2017 (arXiv 1703.01041); the rest is drawn. */
function matching(spec: ModelSpec, own: Weights, old: Weights): Weights {
  const same = (name: string, length: number) => (old.get(name)?.length === length ? old.get(name)! : own.get(name)!);
  return new Map(weightsOf(spec).map(({ name }) => [name, same(name, own.get(name)!.length)]));
}
