// Property tests draw the same cases on every run, so a red run is a change and not the dice. A number or `random` in
// TABLAB_PROPERTY_SEED looks further.
import fc from 'fast-check';

const asked = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[
  'TABLAB_PROPERTY_SEED'
];
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 20_260_101) });
