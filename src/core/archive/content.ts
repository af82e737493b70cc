// What an archive holds, in memory. Ids in it are those of the device that wrote it; whoever imports gives new ones.
import type { Lab } from '../lab/document';
import type { RunEvent, RunInfo } from '../run/types';
import type { ColumnData, DatasetInfo } from '../table/types';

export interface ArchivedRun {
  readonly info: RunInfo;
  readonly events: readonly RunEvent[];
}

export interface ArchivedLab {
  readonly lab: Lab;
  readonly example?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly runs: readonly ArchivedRun[];
}

export interface ArchivedDataset {
  readonly info: DatasetInfo;
  readonly columns: readonly ColumnData[];
}

export interface ArchivedArtifact {
  readonly sha256: string;
  readonly kind: 'weights' | 'report' | 'file';
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly createdAt: number;
}
