// Which models of a step can predict: of each run its best trial, those kept by hand, and the one that was asked for.
import { hasModel, keptModel, keptTrials } from '$core/run/kept';
import type { RunInfo } from '$core/run/types';
import { headline } from '$features/lab';

export interface ModelChoice {
  /** Names it in a list and in the address. */
  readonly id: string;
  readonly run: RunInfo;
  readonly trial: number;
  /** SHA-256 of its weights; null: the trial has to be trained once more to have them. */
  readonly sha256: string | null;
  readonly label: string;
}

const idOf = (run: string, trial: number) => `${trial}-${run}`;

/** More of one run are not listed: a search by morphism keeps every model that led. */
const mostOfRun = 12;

/** Newest run first. `view`: of the page's address, `predict` or as `predictHref` makes it. */
export function modelsOf(runs: readonly RunInfo[], step: string, view: string): ModelChoice[] {
  const asked = /^predict-(\d+)-(.+)$/.exec(view);
  const own = runs.filter((run) => run.step === step && !run.hidden);
  return own.flatMap((run, at) => {
    const wanted = asked && asked[2] === run.id ? [Number(asked[1])] : [];
    if (run.imported || run.stepType === 'validate') return [];
    const trials = new Set([
      ...wanted,
      ...(run.best && hasModel(run) ? [run.best.trial] : []),
      ...keptTrials(run).slice(-mostOfRun),
    ]);
    return [...trials].map((trial) => ({
      id: idOf(run.id, trial),
      run,
      trial,
      sha256: keptModel(run, trial) ?? null,
      label: labelOf(run, trial, own.length - at),
    }));
  });
}

function labelOf(run: RunInfo, trial: number, number: number): string {
  const best = run.best?.trial === trial;
  const one = run.stepType === 'nas' ? 'network' : 'trial';
  const which = run.again
    ? `, ${run.again.seed ? `seed ${run.again.seed.number + 1} of ${run.again.seed.of}` : 'trained longer'}`
    : run.stepType === 'train'
      ? ''
      : `, ${one} ${trial}${best ? ', the best' : ''}`;
  const score = best ? headline(run) : '';
  return `Run ${number}${which}${score ? `: ${score}` : ''}`;
}

/** The one that the address names, else the shown run's best, else the newest. */
export function chosenModel(
  models: readonly ModelChoice[],
  view: string,
  shown: string | undefined,
): ModelChoice | null {
  const asked = models.find(({ id }) => view === `predict-${id}`);
  return asked ?? models.find(({ run, trial }) => run.id === shown && run.best?.trial === trial) ?? models[0] ?? null;
}
