// Trials with zero-cost scores: reported beside the metrics of the trained network, or in place of any training. Scores
// come from the SIMD kernels whatever trains the network, so they have the same bits everywhere.
import { plainError, TablabError } from '$core/errors/error';
import { proxyDef, type ProxyName } from '$core/nas/proxies';
import type { Prepared } from '$core/pipeline/prepared';
import type { TrialJob, TrialOutcome } from '$core/run/trial';
import type { Metrics } from '$core/run/types';
import { minibatch, ProxyScorer, proxyWeights } from '../proxies/score';
import { lossFor, planTrial } from './plan';

/** Scores networks on the data of one lab. */
export class Scores {
  private scorer: Promise<ProxyScorer> | undefined;

  /** Those that the network has. Throws what is wrong with the configuration, or `backend-unavailable`. */
  async of(job: Pick<TrialJob, 'config' | 'seed'>, prepared: Prepared, names: readonly ProxyName[]): Promise<Metrics> {
    const { spec } = planTrial(job.config, prepared, job.seed, 0);
    const batch = minibatch(prepared.train, job.seed);
    const scorer = await (this.scorer ??= ProxyScorer.open());
    // Rows as they are, so that classes are classes even where training mixes them.
    const task = { spec, loss: lossFor(prepared.task, job.config.loss), batch, weights: proxyWeights(spec, job.seed) };
    const scores = Object.entries(scorer.score(task, names));
    return Object.fromEntries(scores.flatMap(([name, score]) => (score === null ? [] : [[name, score]])));
  }

  /** A trial that is its score. */
  async judged(job: TrialJob, judge: ProxyName, prepared: Prepared, now: () => number): Promise<TrialOutcome> {
    const started = now();
    const { train, validation } = prepared;
    const rows = { train: train.rows, validation: validation.rows };
    const base = { index: job.trial, curve: [], bestEpoch: null, executor: 'simd', backend: 'simd' };
    const ended = (rest: Pick<TrialOutcome['record'], 'state' | 'value' | 'metrics' | 'error'>): TrialOutcome => ({
      record: { ...base, ...rest, seconds: (now() - started) / 1000 },
      weights: null,
      predictions: [],
      rows,
    });
    try {
      const metrics = await this.of(job, prepared, [...new Set([judge, ...(job.proxies ?? [])])]);
      if (judge in metrics) return ended({ state: 'done', value: metrics[judge], metrics });
      const error = new TablabError('nas-no-score', { proxy: proxyDef(judge).label }).toPlain();
      return ended({ state: 'failed', value: null, metrics, error });
    } catch (error) {
      return ended({ state: 'failed', value: null, metrics: {}, error: plainError(error) });
    }
  }
}
