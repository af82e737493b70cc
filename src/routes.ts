// What the address asks for. Everything lies behind the `#`; `#v1.…` is a shared lab.

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'storage' }
  | { readonly page: 'replay' }
  | { readonly page: 'automation' }
  | { readonly page: 'lab'; readonly id: string; readonly step: string | null; readonly view?: string }
  | { readonly page: 'preview'; readonly link: string }
  | { readonly page: 'unknown' };

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    // A `%` that encodes nothing: no address of ours.
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Reads `location.hash`. */
export function parseRoute(hash: string): Route {
  if (hash === '' || hash === '#' || hash === '#/') return { page: 'home' };
  if (/^#v\d+\./.test(hash)) return { page: 'preview', link: hash };
  const [first, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (first === 'storage') return { page: 'storage' };
  if (first === 'replay') return { page: 'replay' };
  if (first === 'automation') return { page: 'automation' };
  if (first === 'lab' && rest[0]) {
    const [id, step, view] = rest;
    return { page: 'lab', id, step: step || null, ...(view ? { view } : {}) };
  }
  return { page: 'unknown' };
}
