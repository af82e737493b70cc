// The fronts of a study with several objectives while it runs: computed in slices between frames, and not more often than four
// times a second.
import type { Direction } from '$core/run/objectives';
import type { TrialRecord } from '$core/run/types';
import { inSlices } from './inSlices';
import { Paced } from './paced';
import { frontByTrial, valuedTrials, VolumeSteps, type Volumes } from './severalGoals';

export interface Fronts {
  readonly trials: readonly (TrialRecord & { readonly values: readonly number[] })[];
  /** Of each of them, from 0; NaN: it breaks a limit. */
  readonly front: readonly number[];
}

const noFronts: Fronts = { trials: [], front: [] };
const noVolumes: Volumes = { trial: [], values: [] };

export class FrontsWatch {
  fronts = $state.raw<Fronts>(noFronts);
  volumes = $state.raw<Volumes>(noVolumes);
  #of: readonly TrialRecord[] | null = null;
  #directions = '';
  #steps = new VolumeSteps();
  #paced = new Paced(250);

  /** Call with each update; another array of trials, or other directions, start anew. */
  follow(trials: readonly TrialRecord[], directions: readonly Direction[]): void {
    if (trials !== this.#of || directions.join() !== this.#directions) this.#begin(trials, directions);
    this.#paced.ask((ended) => inSlices(this.#work(trials, directions), ended, true));
  }

  stop(): void {
    this.#paced.stop();
  }

  #begin(trials: readonly TrialRecord[], directions: readonly Direction[]): void {
    this.stop();
    this.#of = trials;
    this.fronts = noFronts;
    this.volumes = noVolumes;
    this.#directions = directions.join();
    this.#steps = new VolumeSteps();
  }

  *#work(trials: readonly TrialRecord[], directions: readonly Direction[]): Generator<void, void> {
    const valued = valuedTrials(trials);
    yield;
    const fronts = frontByTrial(valued, directions);
    this.fronts = { trials: valued, front: valued.map(({ index }) => fronts.get(index) ?? NaN) };
    yield;
    this.volumes = yield* this.#steps.work(valued, directions);
  }
}
