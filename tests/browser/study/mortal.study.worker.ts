// The real study worker with mortal trainers, and with checkpoints often enough for a test.
import { openStore } from '$store/open';
import { exposeApi } from '$workers/lib/expose';
import { studyApi, StudyService } from '$workers/lib/studyService';

const service = new StudyService({
  openStore,
  spawnTrainer: (name) => new Worker(new URL('./mortal.trainer.worker.ts', import.meta.url), { type: 'module', name }),
  probe: () => Promise.resolve([]),
  cores: 2,
  name: self.name,
  checkpointEvery: 0.05,
  now: () => Date.now(),
});

exposeApi(studyApi(service));

// A full disk, told over a channel: what the browser answers to a write then, and nothing else, is replaced.
let full = false;
const disk = new BroadcastChannel('tablab-test:disk-full');
disk.onmessage = (event: MessageEvent<boolean>) => {
  full = event.data;
  disk.postMessage('done');
};
const add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (...args: Parameters<typeof add>) {
  if (full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  return add.apply(this, args);
};
