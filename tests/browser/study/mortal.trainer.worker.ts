// The real trainer, with one thing added: it ends itself when told so over a channel, as a crash would end it. It
// listens from the moment it holds its life lock: nobody could notice an end before.
import { lifeLockName } from '$workers/lib/link';
import '$workers/trainer.worker';

const waiting = setInterval(() => void listenOnceAlive(), 5);

async function listenOnceAlive(): Promise<void> {
  const { held } = await navigator.locks.query();
  if (!held?.some(({ name }) => name === lifeLockName(self.name))) return;
  clearInterval(waiting);
  new BroadcastChannel('tablab-test:kill-trainers').onmessage = () => self.close();
}
