// What can be done in an open lab from anywhere: for the palette, the keys and the `?` sheet.
import { hasModel } from '$core/run/kept';
import { toasts, type Command } from '$ui/index';
import { go, labHref, predictHref } from '../links';
import type { OpenLab } from '../session.svelte';
import { stepTitles } from '../steps';
import { undoAction } from '../undoAction';

/** `runs`: the page in view is the one that runs the open step. */
export function labCommands(session: OpenLab, open: () => string, runs: () => boolean): Command[] {
  const group = 'Lab';
  const live = () => session.live(open());
  const isStep = () => session.step(open()) !== undefined;
  const writable = () => !session.readonly;
  const stepAt = (offset: number) => {
    const ids = ['data', 'features', ...session.lab.steps.map(({ id }) => id)];
    const id = ids[ids.indexOf(open()) + offset];
    if (id) go(labHref(session.id, id));
  };
  async function reset() {
    const { exampleById } = await import('$core/lab/examples/registry');
    const example = session.example === null ? undefined : exampleById(session.example);
    if (!example) return;
    session.update('Reset to the example', () => example.lab);
    toasts.show('Reset to the example. Your runs are kept.', {
      action: undoAction(session),
    });
  }
  return [
    {
      id: 'stop',
      title: 'Stop the run',
      group,
      keys: ['Mod+.'],
      enabled: () => isStep() && live().active && writable(),
      run: () => void session.command(open(), { type: 'cancel' }),
    },
    {
      id: 'predict',
      title: 'Predict new rows with what the step trained',
      group,
      enabled: () => {
        const { run } = live();
        return isStep() && runs() && session.step(open())?.type !== 'validate' && run !== null && hasModel(run);
      },
      run: () => go(predictHref(session.id, open())),
    },
    {
      id: 'undo',
      title: 'Undo',
      group,
      keys: ['Mod+Z'],
      enabled: () => session.undoLabel !== null && writable(),
      run: () => session.undo(),
    },
    {
      id: 'redo',
      title: 'Redo',
      group,
      keys: ['Shift+Mod+Z', 'Mod+Y'],
      enabled: () => session.redoLabel !== null && writable(),
      run: () => session.redo(),
    },
    {
      id: 'reset',
      title: 'Reset the lab to the example it was copied from',
      group,
      enabled: () => session.example !== null && writable(),
      run: () => void reset(),
    },
    { id: 'step-before', title: 'Go to the step before', group, keys: ['['], run: () => stepAt(-1) },
    { id: 'step-after', title: 'Go to the step after', group, keys: [']'], run: () => stepAt(1) },
    ...(['train', 'tune', 'nas', 'validate'] as const).map((type) => ({
      id: `add-${type}`,
      title: `Add a step: ${stepTitles[type]}`,
      group,
      enabled: writable,
      run: () => go(labHref(session.id, session.addStep(type))),
    })),
  ];
}
