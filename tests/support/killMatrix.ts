// Every sampler with every pruner, every strategy of architecture search with every pruner, and both at levels of fidelity,
// over folds and with several objectives: as studies for the simulated run. What the product refuses is named by its code.
import { TablabError } from '$core/errors/error';
import type { Lab, TuneConfig } from '$core/lab/document';
import { checkLab } from '$core/lab/validate';
import { strategyDefs } from '$core/nas/strategies/registry';
import { prunerDefs } from '$core/pruners/registry';
import { Stream } from '$core/rng/stream';
import { samplerDefs } from '$core/samplers/registry';
import { Study } from '$core/run/study';
import { planStep } from '$workers/lib/runPlan';
import { simulatedLab, simulatedSearch, simulatedShape } from './simulatedRun';

/** Settings with which twelve short trials let each of them do what it is for. */
export const quickOptions: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  grid: { resolution: 2 },
  population: { interval: 2 },
  threshold: { upper: 4 },
  patient: { patience: 1, startupTrials: 2 },
  median: { startupTrials: 3 },
  percentile: { startupTrials: 3 },
  nsga2: { population: 6 },
  gp: { startup: 5 },
  tpe: { startup: 5 },
};
export const chosen = (type: string) => ({ type, options: quickOptions[type] ?? {} });

export interface Pair {
  readonly name: string;
  /** The one that asks, the pruner, and how trials are measured: what is to be seen together in one word. */
  readonly has: readonly string[];
  readonly lab: Lab;
}

const folds = { method: 'kfold', folds: 3 } as const;
const objectives = [{ metric: 'accuracy', direction: 'maximize' }] as const;
/** How trials are measured, which matters to a pruner. */
const ways: readonly (readonly [string, Partial<TuneConfig>])[] = [
  ['', {}],
  [' over rows', { fidelity: { of: 'rows', least: 0.1 } }],
  [' over widths', { fidelity: { of: 'width', least: 0.1 } }],
  [' over shorter trainings', { fidelity: { of: 'epochs', least: 0.1 } }],
  [' over folds', { validation: folds, trials: 8 }],
  [' over numbers of folds', { validation: folds, fidelity: { of: 'folds', least: 0.2 }, trials: 6 }],
  [' over rows, cross-validated', { validation: folds, fidelity: { of: 'rows', least: 0.1 }, trials: 6 }],
];
const aims: readonly (readonly [string, Partial<TuneConfig>])[] = [
  [' for two objectives', { objectives: [...objectives] }],
  [' for a sum of two', { objectives: [...objectives], weights: [1, 2] }],
  [' within a limit', { limits: [{ metric: 'accuracy', least: 0.2 }] }],
];
const searchWays = [
  ['', {}],
  [' over rows', { fidelity: { of: 'rows', least: 0.1 } }],
  [' over shorter trainings', { fidelity: { of: 'epochs', least: 0.1 } }],
] as const;
const pruners = ['no pruner', ...prunerDefs.map(({ type }) => type)];
const trials = 12;

function* labs(): Generator<Pair> {
  for (const pruner of pruners) {
    const pruned = pruner === 'no pruner' ? {} : { pruner: chosen(pruner) };
    for (const { type } of samplerDefs) {
      const lab = (more: Partial<TuneConfig>) => simulatedLab({ trials, sampler: chosen(type), ...pruned, ...more });
      for (const [way, more] of ways) yield pair([`${type}, `, `${pruner}${way}`], lab(more));
      for (const [aim, more] of aims) yield pair([`${type}, `, pruner, aim], lab(more));
    }
    for (const [way, more] of searchWays)
      for (const { type } of strategyDefs)
        yield pair([`networks by ${type}, `, pruner, way], simulatedSearch(type, { trials, ...pruned, ...more }));
  }
  for (const inherit of [false, true]) {
    const compare = { on: true, networks: 6, epochs: 4, share: 0.3, inherit };
    yield pair(['networks compared', inherit ? ', inheriting' : ''], simulatedSearch('random', { compare }));
  }
}

const pair = (has: readonly string[], lab: Lab): Pair => ({ name: has.join(''), has, lab });

/** Why the product refuses the study, in a code; null where it does not. */
function refusal(lab: Lab): string | null {
  try {
    checkLab(lab);
    const { study, sampler } = planStep(lab, 'tune', simulatedShape(lab));
    void new Study(study, sampler);
    return null;
  } catch (error) {
    if (error instanceof TablabError) return error.code;
    throw error;
  }
}

/** Studies that between them have everything that there is in all of them, drawn with this seed. */
export function sampled(pairs: readonly Pair[], seed: number): Pair[] {
  const seen = new Set<string>();
  const keys = new Map(pairs.map((one) => [one, Stream.of(seed, one.name).uniform()]));
  return [...pairs]
    .sort((a, b) => keys.get(a)! - keys.get(b)!)
    .filter(({ has }) => {
      const adds = has.some((part) => !seen.has(part));
      for (const part of has) seen.add(part);
      return adds;
    });
}

export function killMatrix() {
  const pairs: Pair[] = [];
  const refused: Record<string, number> = {};
  for (const pair of labs()) {
    const code = refusal(pair.lab);
    if (code) refused[code] = (refused[code] ?? 0) + 1;
    else pairs.push(pair);
  }
  return { pairs, refused };
}
