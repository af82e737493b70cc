// What comes of work that pauses on its way.

/** Runs it to its end at once. */
export function finished<T>(work: Generator<unknown, T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}
