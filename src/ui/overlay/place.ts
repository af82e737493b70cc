// Puts a floating element beside its anchor and keeps it inside the window. Plain geometry: CSS anchor positioning is
// not in every browser yet.

export interface Placement {
  readonly side: 'bottom' | 'top';
  readonly align: 'start' | 'center' | 'end';
  /** Pixels between anchor and floating element. */
  readonly gap: number;
}

const margin = 8;

/** Sets `left` and `top` (and a height limit) of a shown, position: fixed element. */
export function placeBy(floating: HTMLElement, anchor: Element, { side, align, gap }: Placement): void {
  const a = anchor.getBoundingClientRect();
  floating.style.maxHeight = '';
  const { width, height } = floating.getBoundingClientRect();
  const roomBelow = innerHeight - a.bottom - gap - margin;
  const roomAbove = a.top - gap - margin;
  const below = side === 'bottom' ? height <= roomBelow || roomBelow >= roomAbove : roomAbove < height;
  const room = below ? roomBelow : roomAbove;
  const shown = Math.min(height, Math.max(room, 80));
  const left = align === 'start' ? a.left : align === 'end' ? a.right - width : a.left + a.width / 2 - width / 2;
  floating.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`;
  floating.style.top = `${below ? a.bottom + gap : a.top - gap - shown}px`;
  floating.style.maxHeight = `${Math.max(room, 80)}px`;
}
