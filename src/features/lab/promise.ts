// What becomes of a lab's promised result when the lab changes.
import type { Lab } from '$core/lab/document';
import { fingerprint } from './fingerprint';

/** What a lab promises holds for the work it describes: changing that work alone takes the promise away. */
export function withoutBrokenPromise(before: Lab, after: Lab): Lab {
  const { expected, ...plain } = after;
  if (!expected || expected !== before.expected) return after;
  return fingerprint(before, expected.step) === fingerprint(after, expected.step) ? after : plain;
}

export const withoutPromise = ({ expected: _, ...lab }: Lab): Lab => lab;

/** The same lab by other luck; what it promises is of its own seed. */
export const withSeed = (lab: Lab, seed: number): Lab => ({ ...withoutPromise(lab), seed });
