// fANOVA: which share of the variance of the objective over the whole space one parameter explains alone, read off a
// random forest fitted to the trials. Hutter, Hoos & Leyton-Brown 2014 (ICML). 64 trees as in Optuna 5.0.0
// (FanovaImportanceEvaluator). Unlike Optuna's, the measure is the one a random sampler draws from: log ranges are
// uniform in the logarithm, whole numbers own a unit each, choices are equal; Optuna integrates log ranges linearly
// and choices over a one-hot cube.
import { log } from '../../math/elementary';
import { Stream } from '../../rng/stream';
import { sizeOfDomain, turned } from '../../space/domains';
import type { Scalar } from '../../fields/field';
import type { Domain } from '../../space/space';
import { growTree, sampleOf } from './growTree';
import { told, valuedTrials, varying, type Importance, type ImportanceMethod } from './method';
import { marginalVariances, type Axis } from './regressionTree';

const trees = 64;
/** Rows drawn for a tree: a larger study changes little and would only take longer. */
const maxDraws = 2000;

export const fanova: ImportanceMethod = {
  type: 'fanova',
  label: 'fANOVA',
  measure: 'share of variance',
  summary:
    'The share of the variance of the objective over the whole space that one parameter explains on its own, in a forest of 64 trees fitted to the trials. What is missing to 1 comes from parameters acting together. Compares only parameters that every trial has.',
  formula: 'share = Var(mean given the parameter) / Var(all), averaged over trees',
  source: 'Hutter et al. 2014, fANOVA',
  minTrials: 10,
  *steps({ space, trials, seed }) {
    const valued = valuedTrials(trials);
    const params = varying(space);
    const having = params.map(({ path }) => valued.reduce((n, trial) => n + (path in trial.params ? 1 : 0), 0));
    const enough = valued.length >= fanova.minTrials;
    const used = params.filter(({ domain }, i) => enough && having[i] === valued.length && sizeOfDomain(domain) > 1);
    const result = (effects: ReadonlyMap<string, number>) =>
      params.map(({ path }, i): Importance => ({ path, effect: effects.get(path) ?? null, trials: having[i] }));
    if (used.length === 0) return result(new Map());

    const axes = used.map(({ domain }) => axisOf(domain));
    const columns = used.map(({ path, domain }) =>
      Float64Array.from(valued, ({ params: values }) => coordinate(domain, values[path])),
    );
    const y = standardised(valued.map(({ value }) => value));
    const sample = sampleOf(columns, y, axes);
    const shares = used.map(() => 0);
    let counted = 0;
    for (let t = 0; t < trees; t++) {
      const rng = Stream.of(seed, 'importance', t);
      const tree = growTree(sample, axes, Math.min(valued.length, maxDraws), rng);
      const { total, marginals } = marginalVariances(tree, axes);
      if (total > 0) {
        counted++;
        marginals.forEach((variance, f) => (shares[f] += variance / total));
      }
      yield;
    }
    return result(new Map(used.map(({ path }, f) => [path, counted === 0 ? 0 : told(shares[f] / counted)])));
  },
};

/** Mean 0 and largest size 1: sums then neither overflow nor cancel. */
function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const most = values.reduce((max, value) => Math.max(max, Math.abs(value - mean)), 0) || 1;
  return Float64Array.from(values, (value) => (value - mean) / most);
}

function axisOf(domain: Domain): Axis {
  switch (domain.kind) {
    case 'choice':
      return { choices: domain.values.length };
    case 'bool':
      return { choices: 2 };
    case 'fixed':
      return { choices: 1 };
    case 'ordinal':
      return { low: -0.5, high: domain.values.length - 0.5 };
    default: {
      const on = (x: number) => (domain.log ? log(x) : x);
      const half = Number.isFinite(sizeOfDomain(domain)) ? (domain.step ?? 1) / 2 : 0;
      return { low: on(domain.low - half), high: on(domain.high + half) };
    }
  }
}

function coordinate(domain: Domain, value: Scalar): number {
  if (domain.kind === 'choice' || domain.kind === 'ordinal') return domain.values.indexOf(value);
  if (domain.kind === 'int' || domain.kind === 'float')
    return domain.log ? log(turned(domain, value as number)) : (value as number);
  return value === true ? 1 : 0;
}
