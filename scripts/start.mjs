// npm start: install, build, serve, open. Everything a newcomer needs, in one command.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { serve } = await import('./lib/serve.mjs');

await ensureBuilt();
const wanted = Number(process.env.PORT ?? 4173);
const { url } = await serve({ port: wanted }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return serve();
});
console.log(`Tablab is at ${url}\nPress Ctrl+C to stop.`);

const canOpen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
if (canOpen && !process.env.CI && process.env.BROWSER !== 'none') {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  // No browser to open is fine: the address is printed above.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
