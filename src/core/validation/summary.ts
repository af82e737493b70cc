// A validation's outcome in plain lines, for where no page shows it.
import type { Lab, ValidateConfig } from '../lab/document';
import type { TrialRecord } from '../run/types';
import { summariseFolds } from './intervals';
import { comparePairs, pairSentence } from './paired';
import { readCurve, readLearning } from './reading';
import { curvePoints, modelFolds, outerFolds } from './results';
import { objectiveOf } from './step';

const figure = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '-');

function meanLine(name: string, metric: string, folds: Parameters<typeof summariseFolds>[0]): string {
  const { mean, sd, corrected, count } = summariseFolds(folds);
  const interval = Number.isFinite(corrected)
    ? `, 95 % interval ${figure(mean - corrected)} to ${figure(mean + corrected)} (corrected t)`
    : '';
  return `${name}: ${metric} ${figure(mean)}, sd ${figure(sd)}${interval}, ${count} folds`;
}

/** Means with intervals, comparisons, and what curves say. */
export function validationLines(lab: Lab, config: ValidateConfig, trials: readonly TrialRecord[]): string[] {
  const goal = objectiveOf(lab, config);
  const { method } = config;
  const name = (model: number) => {
    const { step, trial } = config.models[model];
    return trial === undefined ? step : `${step}, trial ${trial}`;
  };
  switch (method.type) {
    case 'folds': {
      const models = modelFolds(config, trials).map(({ model, folds }) => ({ name: name(model), folds }));
      const pairs = comparePairs(models, config.folds?.folds ?? 1);
      return [
        ...models.map((one) => meanLine(one.name, goal.metric, one.folds)),
        ...pairs.map((pair) => pairSentence(pair, models, goal, pairs.length)),
      ];
    }
    case 'nested': {
      const folds = outerFolds(trials).map(({ fold }) => fold);
      return folds.length > 0 ? [meanLine(`${name(0)}, nested`, goal.metric, folds)] : [];
    }
    default: {
      const points = curvePoints(config, trials, goal.metric);
      const human = lab.human?.metric === goal.metric ? lab.human.value : undefined;
      const reading =
        method.type === 'learning' ? readLearning(points, goal, human) : readCurve(points, goal, method.path);
      const lines = points.map(
        ({ at, rows, train, validation }) =>
          `${method.type === 'learning' ? `${Math.round(rows)} rows` : `${method.path} ${at}`}: ${goal.metric} ${figure(validation.mean)} (sd ${figure(validation.sd)}), on training rows ${figure(train.mean)}`,
      );
      return [...lines, ...(reading?.sentences ?? [])];
    }
  }
}
