// Drives an installed Firefox through Marionette, its built-in automation protocol: length-prefixed JSON over TCP
// (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html). Just enough to open a page and ask it things.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const places = [
  process.env.FIREFOX_PATH ?? '',
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/** Path of a Firefox, if one is installed. */
export const findFirefox = (): string | undefined => places.find((path) => path !== '' && existsSync(path));

export interface Firefox {
  navigate(url: string): Promise<void>;
  /** Runs the body of an async function in the page; it sees `args`. */
  evaluate<T>(body: string, ...args: unknown[]): Promise<T>;
  close(): Promise<void>;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function connectTo(port: number): Promise<Socket> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const one = connect(port, '127.0.0.1', () => resolve(one));
      // Not listening yet: Firefox is still starting.
      one.once('error', () => resolve(null));
    });
    if (socket) return socket;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Firefox did not open its automation port within 30 s.');
}

type Answer = [type: 1, id: number, error: { message: string } | null, result: unknown];

export async function openFirefox(path: string): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'tablab-firefox-'));
  const port = await freePort();
  const prefs = {
    'marionette.port': port,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.enabled': false,
  };
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(prefs)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const browser = spawn(path, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore' });
  const socket = await connectTo(port);
  const waiting = new Map<number, (answer: Answer) => void>();
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, colon).toString());
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      // The first message is a greeting, not an answer.
      if (Array.isArray(message)) waiting.get(message[1] as number)?.(message as Answer);
    }
  });
  let last = 0;
  const send = (command: string, parameters: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ([, , error, result]) => (error ? reject(new Error(error.message)) : resolve(result)));
      const text = JSON.stringify([0, id, command, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await send('WebDriver:NewSession', {});
  await send('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 60_000 });
  return {
    navigate: async (url) => void (await send('WebDriver:Navigate', { url })),
    async evaluate<T>(body: string, ...args: unknown[]) {
      const script = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value } = (await send('WebDriver:ExecuteAsyncScript', {
        script,
        args,
        newSandbox: false,
        sandbox: null,
      })) as {
        value: { value?: T; error?: string };
      };
      if (value.error !== undefined) throw new Error(value.error);
      return value.value as T;
    },
    async close() {
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      // Quitting cuts the connection before the answer.
      socket.on('error', () => undefined);
      void send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
      const killer = setTimeout(() => browser.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(killer);
      socket.destroy();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
