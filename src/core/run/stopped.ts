// A study that was stopped may go on. Trials that the stop broke off are told as cancelled, so that they can be shown; when the study
// goes on they have never ended: they are taken up where their last checkpoint, or the rung at which they stood, left them.
import { isTerminal, type RunEvent, type TrialRecord } from './types';

/** Whether the trial ended only because its study was stopped. `before`: the record may be of a time when that was not noted. */
export function brokenOff({ state, stopped, rung }: TrialRecord, before: boolean): boolean {
  if (stopped !== undefined) return stopped === 'study';
  // A member of a population that had broken down and could have taken over another one's weights was told as failed.
  return before && (state === 'cancelled' || (state === 'failed' && rung !== undefined));
}

/** The events of a study that goes on: without the ends of trials that were broken off. */
export function withoutBrokenOff(events: readonly RunEvent[]): RunEvent[] {
  const stop = events.findLastIndex((event) => event.type === 'state' && event.state === 'cancelled');
  return events.filter((event, i) => event.type !== 'told' || !brokenOff(event.trial, i < stop));
}

/**
 * The events without ends that no longer hold: of trials that were broken off before the study went on, and of one that has
 * ended again since.
 */
export function lastEnds(events: readonly RunEvent[]): RunEvent[] {
  const ended = new Set<number>();
  let wentOn = false;
  const kept: RunEvent[] = [];
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event.type === 'state') wentOn ||= event.state === 'running' || event.state === 'paused';
    if (event.type === 'told') {
      if (ended.has(event.trial.index) || (wentOn && brokenOff(event.trial, false))) continue;
      ended.add(event.trial.index);
    }
    kept.push(event);
  }
  return kept.reverse();
}

/** Trials of a stopped study that are yet to end. `total`: how many it has, as far as known. */
export function leftOf(trials: readonly TrialRecord[], total: number): number {
  return total - trials.filter((trial) => isTerminal(trial.state) && !brokenOff(trial, true)).length;
}
