// Work on a whole study in short slices between frames, so that ten thousand trials never hold one up.

/** Milliseconds of work per idle moment. */
const slice = 8;

/**
 * Goes through `work` in idle moments and hands on what it comes to. `now`: the first slice at once, so that what is quick is
 * there in the same frame. Returns how to stop; after that `done` is not called.
 */
export function inSlices<T>(work: Generator<void, T>, done: (value: T) => void, now = false): () => void {
  let idle = 0;
  let stopped = false;
  const next = () => {
    if (stopped) return;
    const until = performance.now() + slice;
    let step = work.next();
    while (!step.done && performance.now() < until) step = work.next();
    if (step.done) done(step.value);
    else idle = whenIdle(next);
  };
  if (now) next();
  else idle = whenIdle(next);
  return () => {
    stopped = true;
    cancelIdle(idle);
  };
}

/** Safari has no requestIdleCallback. */
const whenIdle = (work: () => void): number =>
  'requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work, 20);
const cancelIdle = (id: number): void => ('cancelIdleCallback' in window ? cancelIdleCallback(id) : clearTimeout(id));
