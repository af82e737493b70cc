// A real Chromium with a profile of its own, which can be killed and opened again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumArgs, findChromium } from '../../../scripts/lib/chromium.mjs';

export interface Profile {
  /** Opens the browser on this profile, or gives the one that is open. */
  open(options?: { width?: number; height?: number; dark?: boolean }): Promise<BrowserContext>;
  /** Kills the browser process without letting it say goodbye. */
  kill(): Promise<void>;
  /** The browser was killed from outside. */
  forget(): void;
  /** Closes the browser and forgets the profile. */
  remove(): Promise<void>;
}

export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'tablab-profile-'));
  let context: BrowserContext | undefined;
  return {
    async open({ width = 1280, height = 800, dark = false } = {}) {
      context ??= await chromium.launchPersistentContext(folder, {
        executablePath: findChromium(),
        args: [...chromiumArgs, '--remote-debugging-port=0'],
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        acceptDownloads: true,
      });
      return context;
    },
    async kill() {
      const session = await context!.browser()!.newBrowserCDPSession();
      // The answer never comes: the process is gone.
      await session.send('Browser.crash').catch(() => undefined);
      context = undefined;
    },
    forget() {
      context = undefined;
    },
    async remove() {
      await context?.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Collects what the page says went wrong, and every request that leaves its origin. */
export function watch(page: Page, origin: string) {
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.context().on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(origin)) foreign.push(url);
  });
  return { errors, foreign };
}
