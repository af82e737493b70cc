// Artifacts: bytes known by their SHA-256, so that keeping the same model twice stores it once.
import { TablabError } from '$core/errors/error';
import type { ArtifactRecord } from './records';
import type { Store } from './schema';
import { write } from './write';

/** SHA-256 as lower-case hex. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Stores bytes and returns their SHA-256. */
export async function putArtifact(
  store: Store,
  artifact: { kind: ArtifactRecord['kind']; name: string; bytes: Uint8Array<ArrayBuffer>; createdAt: number },
): Promise<string> {
  const sha256 = await sha256Of(artifact.bytes);
  await write(store, ['artifacts'], { what: `"${artifact.name}"` }, (tx) => tx.store.put({ ...artifact, sha256 }));
  return sha256;
}

export const findArtifact = (store: Store, sha256: string): Promise<ArtifactRecord | undefined> =>
  store.get('artifacts', sha256);

/** Throws `artifact-not-stored`. */
export async function getArtifact(store: Store, sha256: string): Promise<ArtifactRecord> {
  const record = await findArtifact(store, sha256);
  if (!record) throw new TablabError('artifact-not-stored', { sha256 });
  return record;
}

/** Deletes those of the given artifacts that no run names. */
export function dropArtifacts(store: Store, candidates: readonly string[]): Promise<void> {
  return write(store, ['artifacts', 'runs'], { what: 'the models', durability: 'relaxed' }, async (tx) => {
    const named = new Set((await tx.objectStore('runs').getAll()).flatMap((run) => Object.values(run.artifacts)));
    const gone = candidates.filter((sha256) => !named.has(sha256));
    await Promise.all(gone.map((sha256) => tx.objectStore('artifacts').delete(sha256)));
  });
}
