// What earlier runs were asked to do: the first event of a journal says so. Read once for as long as a page is open.
import { untrack } from 'svelte';
import type { Lab, Step } from '$core/lab/document';
import type { RunInfo } from '$core/run/types';
import { readOpening } from '$store/journal';
import { openStore } from '$store/open';

export interface Opening {
  readonly lab: Lab;
  readonly step: Step;
}

export class Openings {
  #known = $state.raw<ReadonlyMap<string, Opening>>(new Map());
  #asked = new Set<string>();

  of(run: string): Opening | undefined {
    return this.#known.get(run);
  }

  /** Reads those that are not known yet. What cannot be read stays unsaid: a list of runs is no place for it. */
  async read(runs: readonly RunInfo[]): Promise<void> {
    const unknown = runs.filter(({ id }) => !this.#asked.has(id));
    if (unknown.length === 0) return;
    for (const { id } of unknown) this.#asked.add(id);
    const store = await openStore();
    const found = await Promise.all(unknown.map(async ({ id }) => [id, await readOpening(store, id)] as const));
    const known = found.flatMap(([id, opened]) => {
      const step = opened?.lab.steps.find((one) => one.id === opened.step);
      return opened && step ? [[id, { lab: opened.lab, step }] as const] : [];
    });
    this.#known = new Map([...untrack(() => this.#known), ...known]);
  }
}
