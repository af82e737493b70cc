// The IndexedDB schema and the path from every older version to it. Stores are never renamed or dropped without a
// step here that moves their content. What a record holds is in records.ts.
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type {
  ArtifactRecord,
  CheckpointRecord,
  ColumnRecord,
  DatasetInfo,
  EventRecord,
  LabRecord,
  RunInfo,
  SettingRecord,
} from './records';

export interface Schema extends DBSchema {
  labs: { key: string; value: LabRecord; indexes: { updatedAt: number } };
  /** By SHA-256 of the canonical content. */
  datasets: { key: string; value: DatasetInfo };
  /** By [data set, column index]. */
  columns: { key: [string, number]; value: ColumnRecord };
  runs: { key: string; value: RunInfo; indexes: { labId: string } };
  /** The journal, by [run, sequence number]; append only. */
  events: { key: [string, number]; value: EventRecord };
  /** By SHA-256 of the bytes. */
  artifacts: { key: string; value: ArtifactRecord };
  /** By [run, trial]; overwritten as the trial goes on, deleted when it ends. */
  checkpoints: { key: [string, number]; value: CheckpointRecord };
  settings: { key: string; value: SettingRecord };
}

export type Store = IDBPDatabase<Schema>;
export type StoreName = 'labs' | 'datasets' | 'columns' | 'runs' | 'events' | 'artifacts' | 'checkpoints' | 'settings';
export const storeNames: readonly StoreName[] = [
  'labs',
  'datasets',
  'columns',
  'runs',
  'events',
  'artifacts',
  'checkpoints',
  'settings',
];

export const schemaVersion = 1;

type Upgrade = IDBPTransaction<Schema, StoreName[], 'versionchange'>;

/** Step n brings a database of version n to version n + 1. */
const steps: readonly ((store: Store, tx: Upgrade) => void)[] = [
  (store) => {
    store.createObjectStore('labs', { keyPath: 'id' }).createIndex('updatedAt', 'updatedAt');
    store.createObjectStore('datasets', { keyPath: 'sha256' });
    store.createObjectStore('columns', { keyPath: ['dataset', 'index'] });
    store.createObjectStore('runs', { keyPath: 'id' }).createIndex('labId', 'labId');
    store.createObjectStore('events', { keyPath: ['run', 'seq'] });
    store.createObjectStore('artifacts', { keyPath: 'sha256' });
    store.createObjectStore('checkpoints', { keyPath: ['run', 'trial'] });
    store.createObjectStore('settings', { keyPath: 'key' });
  },
];

/** Runs the steps between the stored version and this one. */
export function upgrade(store: Store, from: number, tx: Upgrade): void {
  for (const step of steps.slice(from, schemaVersion)) step(store, tx);
}
