// Serves the production build for the e2e tests: with isolation headers, and as a plain static host under a sub-path.
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../../scripts/lib/build.mjs';
import { serve } from '../../../scripts/lib/serve.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The app with COOP/COEP headers. */
    isolatedUrl: string;
    /** The same files under /some/path/, no special headers. */
    plainUrl: string;
  }
}

export default async function setup(project: TestProject) {
  await ensureBuilt();
  const isolated = await serve();
  const plain = await serve({ isolated: false, base: '/some/path/' });
  project.provide('isolatedUrl', isolated.url);
  project.provide('plainUrl', plain.url);
  return async () => {
    await isolated.close();
    await plain.close();
  };
}
