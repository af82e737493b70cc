// The service worker from the page's side: says when the lab works offline, and asks before an update. A page is never
// reloaded while anything runs, here or in another tab, nor while an edit is not on disk.
import { heldLabs } from '$store/lock';
import { toasts } from '$ui/index';

type Asks = () => boolean;

/** Registers the worker once the page has loaded. Does nothing in development, where there is none. */
export function watchUpdates(isBusy: Asks, isUnsaved: Asks): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Not in the way of the first screen: precaching loads the whole app.
  const start = () => void setTimeout(() => void register(isBusy, isUnsaved), 1500);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

async function register(isBusy: Asks, isUnsaved: Asks): Promise<void> {
  const { Workbox } = await import('workbox-window');
  const workbox = new Workbox('./sw.js', { scope: './' });
  let accepted = false;
  workbox.addEventListener('installed', ({ isUpdate }) => {
    if (!isUpdate) toasts.show('Ready to work offline.', { kind: 'ok' });
  });
  workbox.addEventListener('waiting', () => {
    toasts.show('An update is available.', {
      duration: Infinity,
      action: { label: 'Update', run: () => void update() },
    });
  });
  // Fired in every tab when one of them accepts; the others go on with what they have loaded.
  workbox.addEventListener('controlling', () => {
    if (accepted) location.reload();
  });
  try {
    await workbox.register();
  } catch (error) {
    // Without it everything works while online; browsers refuse it in private windows and on plain http.
    console.info('Offline use is not available here:', error);
  }

  async function update(): Promise<void> {
    const quiet = async () => !isBusy() && !isUnsaved() && (await heldLabs('run')).size === 0;
    if (!(await quiet())) toasts.show('The update waits until the run has ended.');
    while (!(await quiet())) await new Promise((resolve) => setTimeout(resolve, 1000));
    accepted = true;
    workbox.messageSkipWaiting();
  }
}
