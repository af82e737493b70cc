// Every sampler with every pruner, every strategy of architecture search with every pruner, and both at levels of fidelity,
// over folds and with several objectives: as studies for the simulated run. What the product refuses is named by its code.
import { TablabError } from '$core/errors/error';
import type { Lab, TuneConfig } from '$core/lab/document';
import { strategyDefs } from '$core/nas/strategies/registry';
import { prunerDefs } from '$core/pruners/registry';
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
  /** Of the one that asks, of the pruner, and how trials are measured. */
  readonly name: string;
  readonly lab: Lab;
}

const folds = { method: 'kfold', folds: 3 } as const;
const objectives = [{ metric: 'accuracy', direction: 'maximize' }] as const;
const ways: readonly (readonly [string, Partial<TuneConfig>])[] = [
  ['', {}],
  [' over rows', { fidelity: { of: 'rows', least: 0.1 } }],
  [' over widths', { fidelity: { of: 'width', least: 0.1 } }],
  [' over shorter trainings', { fidelity: { of: 'epochs', least: 0.1 } }],
  [' over folds', { validation: folds, trials: 8 }],
  [' over numbers of folds', { validation: folds, fidelity: { of: 'folds', least: 0.3 }, trials: 6 }],
  [' over rows, cross-validated', { validation: folds, fidelity: { of: 'rows', least: 0.1 }, trials: 6 }],
  [' for two objectives', { objectives: [...objectives] }],
  [' for a sum of two', { objectives: [...objectives], weights: [1, 2] }],
  [' within a limit', { limits: [{ metric: 'accuracy', least: 0.2 }] }],
];
const searchWays = [
  ['', {}],
  [' over rows', { fidelity: { of: 'rows', least: 0.1 } }],
  [' over shorter trainings', { fidelity: { of: 'epochs', least: 0.1 } }],
] as const;
const pruners = [undefined, ...prunerDefs.map(({ type }) => type)];
const trials = 12;

function* labs(): Generator<Pair> {
  for (const pruner of pruners) {
    const pruned = pruner ? { pruner: chosen(pruner) } : {};
    for (const [way, more] of ways)
      for (const { type } of samplerDefs)
        yield {
          name: `${type}, ${pruner ?? 'none'}${way}`,
          lab: simulatedLab({ trials, sampler: chosen(type), ...pruned, ...more }),
        };
    for (const [way, more] of searchWays)
      for (const { type } of strategyDefs)
        yield {
          name: `networks by ${type}, ${pruner ?? 'none'}${way}`,
          lab: simulatedSearch(type, { trials, ...pruned, ...more }),
        };
  }
  for (const inherit of [false, true]) {
    const compare = { on: true, networks: 6, epochs: 4, share: 0.3, inherit };
    yield { name: `networks compared${inherit ? ', inheriting' : ''}`, lab: simulatedSearch('random', { compare }) };
  }
}

/** Why the product refuses the study, in a code; null where it does not. */
function refusal(lab: Lab): string | null {
  try {
    const { study, sampler } = planStep(lab, 'tune', simulatedShape(lab));
    void new Study(study, sampler);
    return null;
  } catch (error) {
    if (error instanceof TablabError) return error.code;
    throw error;
  }
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
