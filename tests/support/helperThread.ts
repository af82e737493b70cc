// Helpers of a crew as threads of Node; they end with the process.
import { Worker } from 'node:worker_threads';
import type { SpawnHelper } from '$engine/simd/crew';
import { helpOut } from '$engine/simd/helper';

export const spawnHelperThread: SpawnHelper = (workerData) => {
  const code = `(${helpOut.toString()})(require('node:worker_threads').workerData)`;
  new Worker(code, { eval: true, workerData }).unref();
};
