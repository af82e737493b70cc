// A PyTorch process that answers requests, for interleaved timing in Node; undefined where there is no torch.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Workload } from './workloads';

export interface Torch {
  readonly version: string;
  build(workload: Workload): Promise<void>;
  /** Milliseconds of each of `epochs` epochs. */
  train(epochs: number): Promise<number[]>;
  /** Milliseconds of `count` single-row predictions. */
  predict(count: number): Promise<number>;
  close(): void;
}

export async function openTorch(): Promise<Torch | undefined> {
  const script = fileURLToPath(new URL('../peers/torch_train.py', import.meta.url));
  const process_ = spawn(process.env.TABLAB_PYTHON ?? 'python3', [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<undefined>((resolve) => {
    process_.on('error', () => resolve(undefined));
    process_.on('exit', () => resolve(undefined));
  });
  const lines = createInterface(process_.stdout)[Symbol.asyncIterator]();
  const ask = async <T>(request: object): Promise<T | undefined> => {
    process_.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await Promise.race([lines.next(), gone]);
    return answer?.value === undefined ? undefined : (JSON.parse(answer.value) as T);
  };
  process_.stdin.on('error', () => undefined);
  const hello = await ask<{ torch: string }>({ name: 'hello', input: [2], rows: 4, batch: 2, layers: [['dense', 2]] });
  if (!hello) return undefined;
  return {
    version: hello.torch,
    async build({ name, input, rows, batch, torch }) {
      await ask({ name, input, rows, batch, layers: torch });
    },
    train: async (epochs) => (await ask<{ ms: number[] }>({ train: epochs }))!.ms,
    predict: async (count) => (await ask<{ ms: number }>({ predict: count }))!.ms,
    close: () => process_.stdin.end(),
  };
}
