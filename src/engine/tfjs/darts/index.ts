// The door to the search of relaxed spaces, loaded when one runs.
import type { SearchJob } from '$core/run/search';
import type { DataHandle } from '../../executor';
import type { SearchPlan } from '../../train/searchPlan';
import type { TfjsBackendName } from '../backends/backend';
import type { TfjsData } from '../data';
import { demandMemory } from '../executor';
import { Session } from '../session';
import { Searcher, type SearchHooks } from './searcher';

/** Throws `backend-unavailable` or `model-too-large`. */
export async function openSearch(
  backend: TfjsBackendName,
  data: DataHandle,
  plan: SearchPlan,
  job: SearchJob,
  hooks: SearchHooks,
): Promise<Searcher> {
  const session = await Session.of(backend);
  demandMemory(session, plan.net.spec, plan.options);
  return new Searcher(session, data as TfjsData, plan, job, hooks);
}
