// PED-ANOVA: how far the best tenth of the trials is concentrated in each parameter, as the Pearson divergence between
// the density of the best trials and of all trials. Watanabe, Bansal & Hutter 2023, arXiv 2304.10255; parameters
// that only some trials have as in arXiv 2601.20800, theorem 4.2. Settings are those of Optuna 5.0.0
// (PedAnovaImportanceEvaluator): best 10 %, all finished trials as the region, 50 grid steps, prior weight 1.
import { log } from '../../math/elementary';
import { sizeOfDomain, turned, valueAt } from '../../space/domains';
import type { Domain, Param } from '../../space/space';
import { told, valuedTrials, varying, type Importance, type ImportanceMethod, type ValuedTrial } from './method';
import { gridDensity, choiceDensity } from './scottParzen';

const targetQuantile = 0.1;
const gridSteps = 50;
/** A density is never quite zero. */
const floor = 1e-12;

export const pedAnova: ImportanceMethod = {
  type: 'ped-anova',
  label: 'PED-ANOVA',
  measure: 'share',
  summary:
    'How much each parameter decides whether a trial is among the best tenth; the shares sum to 1. Parameters that only some trials have are weighed by how often they occur. Wants 50 trials, so that the best tenth holds five.',
  formula: 'share ∝ Σ p_all (p_top / p_all - 1)²',
  source: 'Watanabe et al. 2023, PED-ANOVA; as in Optuna 5.0',
  minTrials: 10,
  *steps({ space, trials, direction }) {
    const valued = valuedTrials(trials);
    const params = varying(space);
    const enough = valued.length >= pedAnova.minTrials;
    const top = enough ? best(valued, direction) : new Set<ValuedTrial>();
    const scores: number[] = [];
    for (const param of params) {
      scores.push(enough ? divergence(param, valued, top) : 0);
      yield;
    }
    const sum = scores.reduce((a, b) => a + b, 0);
    const having = params.map(({ path }) => valued.reduce((n, trial) => n + (path in trial.params ? 1 : 0), 0));
    const known = having.filter((count) => count > 0).length;
    return params.map(({ path }, i): Importance => {
      const effect = !enough || having[i] === 0 ? null : sum === 0 ? 1 / known : told(scores[i] / sum);
      return { path, effect, trials: having[i] };
    });
  },
};

/** The trials up to the tenth by value, ties with the last one kept. */
function best(trials: readonly ValuedTrial[], direction: 'minimize' | 'maximize'): Set<ValuedTrial> {
  const sign = direction === 'minimize' ? 1 : -1;
  const sorted = trials.map(({ value }) => sign * value).sort((a, b) => a - b);
  const cutoff = sorted[Math.ceil(targetQuantile * trials.length) - 1];
  return new Set(trials.filter(({ value }) => sign * value <= cutoff));
}

/** Not yet normalised over the parameters. */
function divergence({ path, domain }: Param, trials: readonly ValuedTrial[], top: ReadonlySet<ValuedTrial>): number {
  const having = trials.filter(({ params }) => path in params);
  const good = having.filter((trial) => top.has(trial));
  if (having.length < 2 || good.length === 0 || sizeOfDomain(domain) === 1) return 0;
  const all = densityOf(domain, path, having);
  const concentrated = densityOf(domain, path, good);
  let pearson = 0;
  all.forEach((p, i) => {
    const ratio = (concentrated[i] + floor) / (p + floor) - 1;
    pearson += (p + floor) * ratio * ratio;
  });
  const alpha = good.length / top.size;
  const beta = having.length / trials.length;
  const quantile = top.size / trials.length;
  return ((alpha * alpha) / beta) * pearson * quantile * quantile;
}

function densityOf(domain: Domain, path: string, trials: readonly ValuedTrial[]): number[] {
  if (domain.kind === 'choice' || domain.kind === 'bool') {
    const values = domain.kind === 'bool' ? [false, true] : domain.values;
    const counts = new Array<number>(values.length).fill(0);
    for (const { params } of trials) counts[values.indexOf(params[path])]++;
    return choiceDensity(counts);
  }
  if (domain.kind === 'fixed') return [1];
  if (domain.kind === 'ordinal') {
    const counted = { kind: 'int', low: 0, high: domain.values.length - 1 } as const;
    const numbered = trials.map((trial) => ({
      ...trial,
      params: { [path]: domain.values.indexOf(trial.params[path]) },
    }));
    return densityOf(counted, path, numbered);
  }
  const size = sizeOfDomain(domain);
  const steps = Math.min(gridSteps, domain.log && domain.kind === 'int' ? logSteps(domain) : size);
  const on = (x: number) => (domain.log ? log(x) : x);
  const low = on(domain.low);
  const high = on(Number.isFinite(size) ? (valueAt(domain, size - 1) as number) : domain.high);
  const counts = new Array<number>(steps).fill(0);
  for (const { params } of trials) {
    // Halfway between two grid points goes down.
    const at = Math.ceil((on(turned(domain, params[path] as number)) - low) / ((high - low) / (steps - 1)) - 0.5);
    counts[Math.max(0, Math.min(steps - 1, at))]++;
  }
  return gridDensity(counts);
}

/** Whole numbers on a log scale: one grid point per doubling. */
const logSteps = ({ low, high }: { low: number; high: number }) => Math.ceil(log(high - low + 1) / log(2)) + 1;
