// Older lab documents are brought to the present version step by step; newer ones are refused by name.
// Changing the format: raise labVersion, add one line here that turns the version before into it, and a test.
import { TablabError } from '../errors/error';
import { labVersion } from './document';

/** Turns a document of one version into one of the next; it may trust nothing but that version's schema. */
export type Migration = (lab: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version that it starts from. Version 1 is the first that was published. */
export const migrations: Readonly<Record<number, Migration>> = {};

/** The document at the present version, not yet validated. Throws `lab-newer` or `lab-invalid`. */
export function migrate(
  document: Readonly<Record<string, unknown>>,
  target: number = labVersion,
  steps: Readonly<Record<number, Migration>> = migrations,
): Readonly<Record<string, unknown>> {
  let current = document;
  for (;;) {
    const { version } = current;
    if (version === target) return current;
    if (typeof version !== 'number' || !Number.isInteger(version)) {
      throw new TablabError('lab-invalid', { path: 'version', reason: 'it must be a whole number' });
    }
    if (version > target) throw new TablabError('lab-newer', { version, supported: target });
    const step = Object.hasOwn(steps, version) ? steps[version] : undefined;
    if (!step) throw new TablabError('lab-invalid', { path: 'version', reason: `there is no lab format ${version}` });
    current = { ...step(current), version: version + 1 };
  }
}
