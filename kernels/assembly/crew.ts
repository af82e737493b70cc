// A product of matrices that several threads share over one memory: an entry of its own, since its memory is of another
// kind. The leader writes what the product is, publishes its tasks and works with the others until all are done; only then
// does it change anything. Which thread does a task changes no bit: every sum is made by one of them, in one order.
import { product64 } from './product64';

// Exported, so that it stays a function of its own, which the browser compiles well once it is called often.
export { product64 };

/** Places of the control block; counters are apart so that threads do not wait for each other's lines of the cache. */
const NEXT: usize = 4096;
const LIMIT: usize = 4224;
const DONE: usize = 4352;
const READY: usize = 4480;
/** i32: the first task's number, the number of tasks, then eight arguments. */
const JOB: usize = 4608;

/** Rounds of looking for a task before a helper sleeps, about a millisecond: waking one can take a tenth of that. */
const PATIENCE: i32 = 500_000;

/** Helpers that are there. */
export function ready(): i32 {
  return atomic.load<i32>(READY);
}

/**
 * Hands out a product (see `product64`) of `m` panels of A in tasks of `strip` panels. The one before must be finished.
 */
export function publish(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, symmetric: i32, strip: i32): void {
  const limit = atomic.load<i32>(LIMIT);
  const tasks = (m + strip - 1) / strip;
  store<i32>(JOB, limit);
  store<i32>(JOB, tasks, 4);
  store<usize>(JOB, a, 8);
  store<usize>(JOB, b, 12);
  store<usize>(JOB, c, 16);
  store<i32>(JOB, m, 20);
  store<i32>(JOB, n, 24);
  store<i32>(JOB, k, 28);
  store<i32>(JOB, symmetric, 32);
  store<i32>(JOB, strip, 36);
  atomic.store<i32>(LIMIT, limit + tasks);
  atomic.notify(LIMIT, -1);
}

/** Takes tasks until none is left, and waits for those that others have. */
export function finish(scratch: usize): void {
  while (take(scratch)) {}
  const limit = atomic.load<i32>(LIMIT);
  while (atomic.load<i32>(DONE) != limit) {}
}

/** Takes tasks for ever; for threads that do nothing else. */
export function help(scratch: usize): void {
  atomic.add<i32>(READY, 1);
  let idle = 0;
  for (;;) {
    if (take(scratch)) {
      idle = 0;
      continue;
    }
    if (++idle < PATIENCE) continue;
    idle = 0;
    const limit = atomic.load<i32>(LIMIT);
    if (atomic.load<i32>(NEXT) == limit) atomic.wait<i32>(LIMIT, limit, -1);
  }
}

/** Does one task, if there is one that nobody has. */
function take(scratch: usize): bool {
  const next = atomic.load<i32>(NEXT);
  if (next == atomic.load<i32>(LIMIT)) return false;
  // Once a task is taken the product stays as it is until the task is done.
  if (atomic.cmpxchg<i32>(NEXT, next, next + 1) == next) {
    run(next - load<i32>(JOB), scratch);
    atomic.add<i32>(DONE, 1);
  }
  return true;
}

/** The last rows first: of a triangle they are the longest, and short tasks in the end leave nobody waiting for long. */
function run(task: i32, scratch: usize): void {
  const strip = load<i32>(JOB, 36);
  const from = (load<i32>(JOB, 4) - 1 - task) * strip;
  const to = min(load<i32>(JOB, 20), from + strip);
  product64(
    load<usize>(JOB, 8),
    load<usize>(JOB, 12),
    load<usize>(JOB, 16),
    from,
    to,
    load<i32>(JOB, 24),
    load<i32>(JOB, 28),
    load<i32>(JOB, 32),
    scratch,
  );
}
