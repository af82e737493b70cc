// Which of a run's artifacts holds the model of a trial: `best` is the best trial's, `trial-N` one that was kept by hand, or by
// a search that goes on from it.
import type { RunInfo } from './types';

const byTrial = /^trial-(\d+)$/;

/** SHA-256 of a trial's weights that are kept already. */
export function keptModel({ artifacts, best }: Pick<RunInfo, 'artifacts' | 'best'>, trial: number): string | undefined {
  // Runs of before had the model that was kept last as their best one.
  const ofAnother = Object.entries(artifacts).some(
    ([role, sha256]) => byTrial.test(role) && role !== `trial-${trial}` && sha256 === artifacts.best,
  );
  return artifacts[`trial-${trial}`] ?? (best?.trial === trial && !ofAnother ? artifacts.best : undefined);
}

/** Trials whose models are kept by their number, in order. */
export const keptTrials = ({ artifacts }: Pick<RunInfo, 'artifacts'>): number[] =>
  Object.keys(artifacts).flatMap((role) => byTrial.exec(role)?.slice(1).map(Number) ?? []);

/** Whether any model of the run is kept. */
export const hasModel = (run: Pick<RunInfo, 'artifacts'>): boolean =>
  run.artifacts.best !== undefined || keptTrials(run).length > 0;

/** The artifacts once a trial's model is kept. That of the best trial stays where it was. */
export const withKept = (run: Pick<RunInfo, 'artifacts' | 'best'>, trial: number, sha256: string) => ({
  ...run.artifacts,
  [`trial-${trial}`]: sha256,
  ...(run.best?.trial === trial ? { best: sha256 } : {}),
});
