// A message's way back takes back the edit that it tells of, and no other.
import { expect, test, vi } from 'vitest';
import type { Lab } from '$core/lab/document';
import { undoAction } from '$features/lab/undoAction';

const { show } = vi.hoisted(() => ({ show: vi.fn() }));
vi.mock('$ui/index', () => ({ toasts: { show } }));

test('undoes while nothing was changed since, and says so otherwise', () => {
  const undo = vi.fn();
  const session = { lab: { title: 'One' } as Lab, undo };
  const { run } = undoAction(session);
  session.lab = { title: 'Two' } as Lab;
  run();
  expect(undo).not.toHaveBeenCalled();
  expect(show).toHaveBeenCalledWith(expect.stringContaining('changed since'));
  undoAction(session).run();
  expect(undo).toHaveBeenCalledTimes(1);
});
