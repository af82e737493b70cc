// The way back that a message offers after an edit: of that edit alone, however long the message stays.
import { toasts } from '$ui/index';
import type { LabSession } from './types';

/** To be asked for right after the edit. */
export function undoAction(session: Pick<LabSession, 'lab' | 'undo'>): { label: string; run: () => void } {
  const after = session.lab;
  const run = () => {
    if (session.lab === after) session.undo();
    else toasts.show('The lab has changed since. Undo in the top bar goes back edit by edit.');
  };
  return { label: 'Undo', run };
}
