// fANOVA: which share of the variance of the objective over the whole space one parameter explains alone, read off a
// random forest fitted to the trials. Hutter, Hoos & Leyton-Brown 2014 (ICML). As in Optuna 5.0.0
// (FanovaImportanceEvaluator), but for more trees where trials are few: numbers as they are, log ranges too, so that the
// upper end of one weighs most; choices as one-hot columns.
import { Stream } from '../../rng/stream';
import { sizeOfDomain, valueAt } from '../../space/domains';
import type { Scalar } from '../../fields/field';
import type { Domain } from '../../space/space';
import { growTree, sampleOf } from './growTree';
import { told, valuedTrials, varying, type Importance, type ImportanceMethod } from './method';
import { marginalVariances, type Axis } from './regressionTree';

const trees = 64;
/** Where trials are few, forests of other seeds differ most, and more trees cost little: up to so many at once. */
const treesOfFew = 256;
const rowsInAll = 64_000;
/** Rows drawn for a tree: a larger study changes little and would only take longer. */
const maxDraws = 2000;

export const fanova: ImportanceMethod = {
  type: 'fanova',
  label: 'fANOVA',
  measure: 'share of variance',
  summary:
    'The share of the variance of the objective over the whole space that one parameter explains on its own, in a forest of regression trees fitted to the trials. What is missing to 1 comes from parameters acting together. Compares only parameters that every trial has.',
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
    const count = Math.max(trees, Math.min(treesOfFew, Math.floor(rowsInAll / valued.length)));
    for (let t = 0; t < count; t++) {
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
      return { low: 0, high: domain.values.length - 1 };
    default: {
      const size = sizeOfDomain(domain);
      return { low: domain.low, high: Number.isFinite(size) ? (valueAt(domain, size - 1) as number) : domain.high };
    }
  }
}

function coordinate(domain: Domain, value: Scalar): number {
  if (domain.kind === 'choice' || domain.kind === 'ordinal') return domain.values.indexOf(value);
  return typeof value === 'number' ? value : value === true ? 1 : 0;
}
