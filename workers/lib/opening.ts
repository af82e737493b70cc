// Getting a run ready: the lab's lock, its data prepared in shared memory where there is any, and how many trainers.
import { TablabError } from '$core/errors/error';
import type { ExecutorChoice, Lab } from '$core/lab/document';
import { ordinary, type Allocate } from '$core/pipeline/allocate';
import { prepare, type PreparedLab } from '$core/pipeline/prepare';
import type { TrialJob } from '$core/run/trial';
import { getTable } from '$store/datasets';
import { lockLab, type LabLock } from '$store/lock';
import type { Store } from '$store/schema';
import { DataSource } from './dataSource';
import { quickAsks, quickProducts } from './products';

/** After a lock was taken from another tab, this long until that tab has stopped writing. */
const handoverMs = 250;
/** Side of the grid of a decision surface. */
const surfaceSize = 64;

/** Throws `lab-held` when another tab, or another run here, has the lab. */
export async function takeLab(labId: string, takeOver = false): Promise<LabLock> {
  const lock = await lockLab('run', labId, takeOver);
  if (!lock) throw new TablabError('lab-held');
  if (takeOver) await new Promise((resolve) => setTimeout(resolve, handoverMs));
  return lock;
}

/** One copy for all trainers where the page is cross-origin isolated; elsewhere each trainer gets its own. */
const allocate: Allocate = (bytes) => (globalThis.crossOriginIsolated ? new SharedArrayBuffer(bytes) : ordinary(bytes));

/** The lab's data as training sees it. Throws `dataset-not-stored`, or what `prepare` finds wrong. */
export async function prepareLab(store: Store, lab: Lab, dataset: string): Promise<DataSource> {
  const table = () => getTable(store, dataset);
  await Promise.all([quickProducts(lab.features), quickAsks(lab)]);
  const base = prepare(await table(), lab, allocate);
  return new DataSource({ lab, base, allocate, table, name: () => crypto.randomUUID() });
}

/** Where `auto` could not be measured, it is the CPU engine, with its fallbacks. */
export const resolveExecutor = (choice: ExecutorChoice): Exclude<ExecutorChoice, 'auto'> =>
  choice === 'auto' ? 'simd' : choice;

const onGpu: readonly ExecutorChoice[] = ['webgpu', 'webgl'];

/** One trainer for a GPU; else one per core, leaving one for the page when there are more than two; never more than there are trials. */
export function poolSize(executor: ExecutorChoice, cores: number, trials: number, wanted?: number): number {
  const most = onGpu.includes(executor) ? 1 : (wanted ?? (cores > 2 ? cores - 1 : cores));
  return Math.max(1, Math.min(most, trials));
}

/** What a train run shows beyond its curves: for two plain features, the decision surface. */
export function liveOf(prepared: PreparedLab): TrialJob['live'] {
  const [input, ...more] = prepared.inputs;
  const planar = more.length === 0 && input.id === 'features' && input.shape.length === 1 && input.shape[0] === 2;
  return { trainMetrics: true, ...(planar ? { surface: { x: 0, y: 1, size: surfaceSize } } : {}) };
}
