// Scrolling over more than a browser can lay out. Elements taller than about 17 million pixels (Firefox) or 33 million
// (Chromium, half of it at a zoom of 200 %) are cut, so a long list is given a shorter bar: a jump on the bar lands in
// proportion, while small steps (wheel, touch, keys) move the content by just as many pixels as ever. The two drift
// apart meanwhile, so when the scrolling rests the bar is put back to where the content is.

/** Pixels of the tallest element made; whole pixels are exact far beyond in single precision too. */
export const tallest = 8_000_000;

export interface Extent {
  /** Height of all rows, in pixels. */
  readonly total: number;
  /** Height of the window on them. */
  readonly view: number;
  readonly limit?: number;
}

export const heightOf = ({ total, limit = tallest }: Extent): number => Math.min(total, limit);
const scaled = ({ total, limit = tallest }: Extent) => total > limit;
/** How far the content and the bar can scroll, and how far from each end the two go pixel by pixel. */
function reach(extent: Extent) {
  const content = Math.max(0, extent.total - extent.view);
  const bar = Math.max(0, heightOf(extent) - extent.view);
  return { content, bar, ends: Math.min(20 * extent.view, bar / 4) };
}

/** Where the bar stands for a place of the content. */
export function barOf(extent: Extent, content: number): number {
  if (!scaled(extent)) return content;
  const { ends, ...most } = reach(extent);
  if (content <= ends) return content;
  if (content >= most.content - ends) return most.bar - (most.content - content);
  return ends + ((content - ends) / (most.content - 2 * ends)) * (most.bar - 2 * ends);
}

function contentOf(extent: Extent, bar: number): number {
  const { ends, ...most } = reach(extent);
  if (bar <= ends) return bar;
  if (bar >= most.bar - ends) return most.content - (most.bar - bar);
  return ends + ((bar - ends) / (most.bar - 2 * ends)) * (most.content - 2 * ends);
}

/** Where the content is when the bar has gone from one place to another. */
export function scrolled(extent: Extent, content: number, from: number, to: number): number {
  const most = reach(extent);
  if (!scaled(extent)) return Math.min(most.content, Math.max(0, to));
  // The ends of the bar are the ends of the content, however far they had drifted apart.
  if (to <= 0) return 0;
  if (to >= most.bar - 0.5) return most.content;
  const small = Math.abs(to - from) <= 2 * extent.view;
  return Math.min(most.content, Math.max(0, small ? content + (to - from) : contentOf(extent, to)));
}

/** Whether the bar must be put right at once: it comes near an end while the content is elsewhere. */
export function mustAlign(extent: Extent, content: number, bar: number): boolean {
  if (!scaled(extent)) return false;
  const most = reach(extent);
  const near = bar < most.ends / 2 || most.bar - bar < most.ends / 2;
  return near && Math.abs(barOf(extent, content) - bar) > 1;
}
