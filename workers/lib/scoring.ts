// A step's plan with what its search may ask of untrained networks: their scores, computed here by the SIMD kernels,
// because a study decides what comes next in one go.
import type { Lab } from '$core/lab/document';
import { proxyDef } from '$core/nas/proxies';
import type { ScoreOf } from '$core/nas/search';
import type { Prepared } from '$core/pipeline/prepared';
import { lossFor } from '$engine/train/plan';
import { minibatch, ProxyScorer, proxyWeights } from '$engine/proxies/score';
import { dataShape, planStep, type RunPlan } from './runPlan';

/** Throws as `planStep` does, or `backend-unavailable` where scores are needed and WebAssembly SIMD is missing. */
export async function planWith(lab: Lab, stepId: string, prepared: Prepared): Promise<RunPlan> {
  const step = lab.steps.find(({ id }) => id === stepId);
  const wanted = step?.type === 'nas' && step.config.preselect;
  return planStep(lab, stepId, dataShape(prepared), wanted ? await scoring(lab, stepId, prepared) : undefined);
}

async function scoring({ seed, steps }: Lab, stepId: string, prepared: Prepared): Promise<ScoreOf> {
  const step = steps.find(({ id }) => id === stepId);
  const loss = lossFor(prepared.task, step?.type === 'nas' ? step.config.base.loss : 'auto');
  const scorer = await ProxyScorer.open();
  const batch = minibatch(prepared.train, seed);
  // A strategy may propose a network again that was passed over before.
  const known = new Map<string, number | null>();
  return (proxy, { key, spec }) => {
    const name = `${proxy} ${key}`;
    if (!known.has(name)) {
      const scores = scorer.score({ spec, loss, batch, weights: proxyWeights(spec, seed) }, [proxyDef(proxy).name]);
      known.set(name, scores[proxy] ?? null);
    }
    return known.get(name)!;
  };
}
