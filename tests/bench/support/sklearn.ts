// A scikit-learn process that answers requests, for interleaved timing in Node; undefined where there is none.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Timed {
  /** By the clock. */
  readonly ms: number;
  /** Processor time of all threads, in ms. */
  readonly cpu: number;
  /** Sum of what came out. */
  readonly check: number;
}

export interface Sklearn {
  readonly version: string;
  load(name: string, rows: number, columns: number, values: Float64Array): Promise<void>;
  run(request: object): Promise<Timed>;
  close(): void;
}

/** On one thread, or on as many as scikit-learn takes by itself. */
export async function openSklearn(threads: 'one' | 'default' = 'one'): Promise<Sklearn | undefined> {
  const script = fileURLToPath(new URL('../peers/sklearn_prepare.py', import.meta.url));
  const peer = spawn(process.env.TABLAB_PYTHON ?? 'python3', [script, threads], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<undefined>((resolve) => {
    peer.on('error', () => resolve(undefined));
    peer.on('exit', () => resolve(undefined));
  });
  peer.stdin.on('error', () => undefined);
  const lines = createInterface(peer.stdout)[Symbol.asyncIterator]();
  const ask = async <T>(request: object): Promise<T | undefined> => {
    peer.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await Promise.race([lines.next(), gone]);
    return answer?.value === undefined ? undefined : (JSON.parse(answer.value) as T);
  };
  const hello = await ask<{ version: string }>({ do: 'hello' });
  if (!hello) return undefined;
  return {
    version: hello.version,
    load: async (name, rows, columns, values) => {
      const base64 = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
      await ask({ do: 'load', name, rows, columns, values: base64 });
    },
    run: async (request) => (await ask<Timed>(request))!,
    close: () => peer.stdin.end(),
  };
}
