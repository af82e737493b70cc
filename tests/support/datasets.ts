// Reads packed data sets from disk, where a worker would fetch them.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadDataset } from '$datasets/load';
import type { Scalar } from '$core/fields/field';

export const readAsset = (id: string): Promise<Uint8Array> =>
  readFile(fileURLToPath(new URL(`../../.cache/datasets/${id}.bin`, import.meta.url)));

export const bundled = (id: string) => loadDataset({ kind: 'bundled', id }, readAsset);

export const generated = (id: string, options: Record<string, Scalar> = {}, seed = 1) =>
  loadDataset({ kind: 'generated', id, options, seed }, readAsset);
