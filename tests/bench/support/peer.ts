// A Python process that answers requests line by line, for interleaved timing; undefined where Python or what the
// script imports is not there.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Peer {
  readonly hello: { readonly version: string };
  ask<T>(request: object): Promise<T | undefined>;
  close(): void;
}

/** `script`: in tests/bench/peers. Its first request is `setup`; it answers with its version. */
export async function openPeer(script: string, setup: object): Promise<Peer | undefined> {
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const python = spawn(process.env.TABLAB_PYTHON ?? 'python3', [path], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<undefined>((resolve) => {
    python.on('error', () => resolve(undefined));
    python.on('exit', () => resolve(undefined));
  });
  python.stdin.on('error', () => undefined);
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const ask = async <T>(request: object): Promise<T | undefined> => {
    python.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await Promise.race([lines.next(), gone]);
    return answer?.value === undefined ? undefined : (JSON.parse(answer.value) as T);
  };
  const hello = await ask<{ version: string }>(setup);
  return hello && { hello, ask, close: () => python.stdin.end() };
}
