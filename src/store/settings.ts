// Small choices of a person on this device. Values are plain data; the reader checks what it gets.
import type { Store } from './schema';
import { write } from './write';

export async function getSetting(store: Store, key: string): Promise<unknown> {
  return (await store.get('settings', key))?.value;
}

export function putSetting(store: Store, key: string, value: unknown): Promise<void> {
  return write(store, ['settings'], { what: `the setting "${key}"` }, (tx) => tx.store.put({ key, value }));
}
