// A URL that a person typed, fetched whole: what comes back is unpacked and read like a file.
import { TablabError } from '$core/errors/error';
import { concatBytes, memorySource, tooLarge, type ByteSource } from '$core/table/source';
import type { Task } from './task';

const limit = 1e9;

/** Throws `url-invalid`, `url-unreachable`, `url-status` or `file-too-large`. */
export async function fetchSource(url: string, task: Task): Promise<ByteSource> {
  const address = parseUrl(url);
  const response = await fetch(address, {
    signal: task.signal,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  }).catch((error: unknown) => {
    task.check();
    throw new TablabError('url-unreachable', { url: address.href }, { cause: error });
  });
  if (!response.ok) throw new TablabError('url-status', { url: address.href, status: response.status });
  const name = decodeURIComponent(address.pathname.slice(address.pathname.lastIndexOf('/') + 1)) || address.hostname;
  const total = Number(response.headers.get('content-length')) || 0;
  if (total > limit) throw tooLarge(name, total, limit);
  return memorySource(name, await download(response, address.href, name, total, task));
}

async function download(response: Response, url: string, name: string, total: number, task: Task): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      task.check();
      throw new TablabError('url-unreachable', { url }, { cause: error });
    });
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > limit) throw tooLarge(name, length, limit);
    task.context.progress('downloading', length, total);
  }
  return concatBytes(parts, length);
}

function parseUrl(url: string): URL {
  const trimmed = url.trim();
  const address = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (!address || !/^https?:$/.test(address.protocol) || !address.hostname)
    throw new TablabError('url-invalid', { url });
  return address;
}
