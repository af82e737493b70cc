// A network that the next run of the search tries first.
import { undoAction, type LabSession } from '$features/lab';
import type { Genotype } from '$core/nas/space';
import { pointKey } from '$core/space/points';
import { toasts } from '$ui/index';

export function tryNetwork(session: LabSession, step: string, genotype: Genotype): void {
  const key = pointKey(genotype);
  session.updateStep('Try a network', step, 'nas', (before) => ({
    ...before,
    first: [...(before.first ?? []).filter((one) => pointKey(one) !== key), { ...genotype }],
  }));
  toasts.show('The next run tries this network first.', {
    kind: 'ok',
    action: undoAction(session),
  });
}
