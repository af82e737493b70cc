// Small drawings, a few milliseconds of them in each frame, so that hundreds of images do not hold the page up.
const budgetMs = 8;
const waiting = new Set<() => void>();
let request = 0;

function frame() {
  const end = performance.now() + budgetMs;
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
    if (performance.now() >= end) break;
  }
  request = waiting.size > 0 ? requestAnimationFrame(frame) : 0;
}

/** Draws when its turn comes; the function it gives takes it back. */
export function drawSoon(draw: () => void): () => void {
  waiting.add(draw);
  if (request === 0) request = requestAnimationFrame(frame);
  return () => waiting.delete(draw);
}
