// Which of a run's artifacts holds the model of a trial.
import type { RunInfo } from './types';

/** SHA-256 of a trial's weights that are kept already: by hand, or as the best of the run. */
export function keptModel({ artifacts, best }: Pick<RunInfo, 'artifacts' | 'best'>, trial: number): string | undefined {
  const byHand = Object.keys(artifacts).some((role) => role.startsWith('trial-'));
  return artifacts[`trial-${trial}`] ?? (!byHand && best?.trial === trial ? artifacts.best : undefined);
}
