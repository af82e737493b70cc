// Turns: pieces of a page that is too much for one frame come one after another, each in a task of its own, so that the
// page answers and paints between them. By timers, not by frames, of which a page in the background gets none.
const waiting: (() => void)[] = [];
let running = false;

/** Calls `work` in a later task, after all that was asked for before. Returns what takes it back. */
export function inTurn(work: () => void): () => void {
  waiting.push(work);
  if (!running) {
    running = true;
    setTimeout(next);
  }
  return () => {
    const at = waiting.indexOf(work);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function next(): void {
  const work = waiting.shift();
  if (!work) {
    running = false;
    return;
  }
  // Asked for first, so that a piece that fails does not keep back the others.
  setTimeout(next);
  work();
}
