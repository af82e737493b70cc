// Entry of the study worker: conducts runs. The work is in lib/studyService.
import { openStore } from '$store/open';
import { AwakeClock } from './lib/awake';
import { exposeApi } from './lib/expose';
import { Link, type WorkerLike } from './lib/link';
import { studyApi, StudyService } from './lib/studyService';
import type { TrainerApi } from './trainer.api';

const spawnTrainer = (name: string): WorkerLike =>
  new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module', name });

/** A trainer for this question alone, so that no device stays open. */
async function probe() {
  const link = new Link<TrainerApi>({ label: 'probe', spawn: spawnTrainer });
  try {
    return await link.call('probe', []);
  } finally {
    link.terminate();
  }
}

const awake = new AwakeClock(() => performance.now());
setInterval(() => awake.now(), 1000);

const service = new StudyService({
  openStore,
  spawnTrainer,
  probe,
  cores: navigator.hardwareConcurrency || 2,
  name: self.name,
  // No more than ten seconds of training are repeated, also where it takes a busy machine some of them to store a checkpoint.
  checkpointEvery: 5,
  now: () => Date.now(),
  awake: () => awake.now(),
});

exposeApi(studyApi(service));
