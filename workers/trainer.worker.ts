// Trainer worker: trains trials and tells their epochs. Everything it does is in engine/train/trainer.
import * as Comlink from 'comlink';
import { Trainer } from '$engine/train/trainer';
import { exposeApi } from './lib/expose';
import type { TrainerApi, TrialOutcome } from './trainer.api';

const trainer = new Trainer({ now: () => performance.now() });

/** The weights leave this worker, so they are moved instead of copied. */
function moved(outcome: TrialOutcome): TrialOutcome {
  const buffers = new Set([...(outcome.weights?.values() ?? [])].map((values) => values.buffer as ArrayBuffer));
  return Comlink.transfer(outcome, [...buffers]);
}

const api: TrainerApi = {
  probe: () => trainer.probe(),
  load: (dataId, prepared) => trainer.load(dataId, prepared),
  unload: (dataId) => trainer.unload(dataId),
  choose: (dataId, config) => trainer.choose(dataId, config),
  run: async (job, on) => moved(await trainer.run(job, on)),
  search: (job, on) => trainer.search(job, on),
  control: (trial, what) => trainer.control(trial, what),
};

exposeApi(api);
