// The same bits in another browser's engine. Runs where a Firefox is installed (FIREFOX_PATH or the usual places).
import { describe, expect, inject, it } from 'vitest';
import type { AutomationReport } from '../../src/features/automation/index';
import { findFirefox, openFirefox } from '../support/firefox';

const path = findFirefox();

describe.skipIf(!path)('Firefox', () => {
  it('reproduces the quickstart bit for bit with 1 and 2 workers', async () => {
    const firefox = await openFirefox(path!);
    try {
      for (const workers of [1, 2]) {
        await firefox.navigate(`${inject('isolatedUrl')}#/automation`);
        const report = await firefox.evaluate<AutomationReport>(
          `for (let i = 0; i < 300 && !window.wrappedJSObject?.tablab && !window.tablab; i++) await new Promise((r) => setTimeout(r, 100));
           const api = window.tablab ?? window.wrappedJSObject.tablab;
           return JSON.parse(JSON.stringify(await api.run({ source: 'quickstart', workers: args[0] })));`,
          workers,
        );
        expect(report).toMatchObject({ verdict: 'reproduced bit for bit', executor: 'simd', workers });
      }
    } finally {
      await firefox.close();
    }
  });
});
