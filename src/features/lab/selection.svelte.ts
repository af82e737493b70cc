// What the person points at and has chosen, followed by all charts of its scope.
import type { KeySet } from '$core/table/rowSet';
import type { Selection } from './types';

export class SelectionState implements Selection {
  selected = $state.raw<KeySet>(new Set());
  hovered = $state<number | null>(null);
}
