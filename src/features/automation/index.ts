// Lets a script run a lab in this page: `window.tablab.run({ source })`. It opens the lab as a copy, as a person would,
// and runs its steps in order through the same session, workers and storage as the pages do.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import { decodeLink, isLink, labFromText } from '$core/lab/codec';
import type { ExecutorChoice, Lab } from '$core/lab/document';
import { compareExpected } from '$core/lab/expected';
import { exampleById, examples } from '$core/lab/examples/registry';
import type { Progress, RunInfo, TrialRecord } from '$core/run/types';
import { leaderboard } from '$core/run/leaderboard';
import { validationLines } from '$core/validation/summary';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import { loadOpenLab, type OpenLab } from '../lab';

export interface AutomationRequest {
  /** Id of a bundled lab, a link, or a lab document as JSON text. */
  readonly source: string;
  readonly executor?: ExecutorChoice;
  readonly workers?: number;
}

export interface AutomationReport {
  readonly title: string;
  readonly step: string;
  readonly state: RunInfo['state'];
  readonly metric: string;
  readonly executor: string;
  readonly backend: string;
  readonly workers: number;
  readonly seconds: number;
  readonly digest: string | null;
  /** null: the lab does not say what to expect. */
  readonly reproduced: boolean | null;
  readonly verdict: string;
  readonly best: RunInfo['best'];
  /** Best first. */
  readonly trials: readonly {
    readonly index: number;
    readonly state: string;
    readonly value: number | null;
    readonly metrics: TrialRecord['metrics'];
    readonly params: TrialRecord['params'];
    readonly epochs: number;
    readonly seconds: number;
    readonly error?: string;
  }[];
  readonly notes: readonly string[];
  /** What a validation came to, in lines. */
  readonly summary: readonly string[];
}

declare global {
  interface Window {
    tablab?: { run(request: AutomationRequest): Promise<AutomationReport | { readonly error: PlainError }> };
    /** Set by the script that wants to hear of progress. */
    tablabProgress?: (progress: Progress) => void;
  }
}

async function labOf(source: string): Promise<Lab> {
  if (isLink(source)) return decodeLink(source);
  if (source.trimStart().startsWith('{')) return labFromText(source);
  const example = exampleById(source);
  if (!example) {
    throw new TablabError('example-unknown', { name: source, known: examples.map(({ id }) => id).join(', ') });
  }
  return example.lab;
}

/** Resolves when the lab's data is stored; rejects with the reason when it cannot be. */
async function dataOf(session: OpenLab): Promise<void> {
  await session.ensureData();
  if (session.dataError) throw new TablabError(session.dataError.code, session.dataError.details);
}

async function run({ source, executor, workers }: AutomationRequest): Promise<AutomationReport> {
  const lab = await labOf(source);
  const store = await openStore();
  const id = crypto.randomUUID();
  const now = Date.now();
  await putLab(store, { id, lab, createdAt: now, updatedAt: now });
  const session = await (await loadOpenLab()).open(id);
  await dataOf(session);
  const last = lab.expected?.step ?? lab.steps.at(-1)?.id;
  if (last === undefined) throw new TablabError('lab-empty', { title: lab.title });
  for (const step of lab.steps) {
    const live = session.live(step.id);
    const ticker = setInterval(() => live.progress && window.tablabProgress?.(live.progress), 200);
    try {
      await session.run(step.id, { executor, workers });
    } finally {
      clearInterval(ticker);
    }
    if (live.error) throw new TablabError(live.error.code, live.error.details);
    if (live.progress) window.tablabProgress?.(live.progress);
    if (step.id === last) break;
  }
  return report(session, lab, last);
}

async function report(session: OpenLab, lab: Lab, stepId: string): Promise<AutomationReport> {
  const { run: info, trials, notes } = session.live(stepId);
  const step = session.step(stepId)!;
  const objective =
    step.type === 'train' ? ({ metric: 'loss', direction: 'minimize' } as const) : step.config.objective;
  const finished = { executor: info!.executor, trials, value: info!.best?.value ?? null };
  const comparison = lab.expected && (await compareExpected(lab.expected, finished));
  const verdict = !comparison
    ? 'nothing to compare with: the lab carries no expected result'
    : comparison.outcome === 'differs'
      ? `differs: ${comparison.reason}`
      : comparison.by === 'bits'
        ? 'reproduced bit for bit'
        : 'reproduced within the stated tolerance';
  return {
    title: lab.title,
    step: stepId,
    state: info!.state,
    metric: info!.best?.metric ?? objective.metric,
    executor: info!.executor,
    backend: info!.backend,
    workers: info!.workers,
    seconds: info!.seconds,
    digest: info!.digest,
    reproduced: comparison ? comparison.outcome === 'reproduced' : null,
    verdict,
    best: info!.best,
    trials: leaderboard(trials, objective.direction).map((trial) => ({
      index: trial.index,
      state: trial.state,
      value: trial.value,
      metrics: trial.metrics,
      params: trial.params,
      epochs: trial.curve.length,
      seconds: trial.seconds,
      ...(trial.error ? { error: trial.error.message } : {}),
    })),
    notes,
    summary: step.type === 'validate' ? validationLines(lab, step.config, trials) : [],
  };
}

/** Puts `window.tablab` in place. */
export function installAutomation(): void {
  window.tablab = { run: (request) => run(request).catch((error: unknown) => ({ error: plainError(error) })) };
}
