// What lies in IndexedDB. The schema with its keys and indexes is in schema.ts.
import type { Lab } from '$core/lab/document';
import type { ColumnData, DatasetInfo } from '$core/table/types';
import type { Checkpoint } from '$core/run/checkpoint';
import type { RunEvent, RunInfo } from '$core/run/types';

export interface LabRecord {
  readonly id: string;
  readonly lab: Lab;
  /** The example it was copied from. */
  readonly example?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Key: [dataset sha256, column index]. */
export interface ColumnRecord {
  readonly dataset: string;
  readonly index: number;
  readonly data: ColumnData;
}

/** Key: [run id, seq]. */
export interface EventRecord {
  readonly run: string;
  readonly seq: number;
  readonly event: RunEvent;
}

/** Content-addressed bytes: model weights, reports, exported files. */
export interface ArtifactRecord {
  readonly sha256: string;
  readonly kind: 'weights' | 'report' | 'file';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly createdAt: number;
}

/** Where a running trial stood at its last checkpoint. Key: [run id, trial]. */
export interface CheckpointRecord {
  readonly run: string;
  readonly trial: number;
  readonly at: number;
  readonly checkpoint: Checkpoint;
}

/** A person's choices on this device, by name: theme, folded panels, ... */
export interface SettingRecord {
  readonly key: string;
  readonly value: unknown;
}

export type { DatasetInfo, RunInfo };
