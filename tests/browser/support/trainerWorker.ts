// A real trainer worker, driven as the study worker drives it.
import { Link } from '$workers/lib/link';
import type { TrainerApi } from '$workers/trainer.api';

export const trainerLink = (label: string) =>
  new Link<TrainerApi>({
    label,
    spawn: (name) =>
      new Worker(new URL('../../../workers/trainer.worker.ts', import.meta.url), { type: 'module', name }),
  });
