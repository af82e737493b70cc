// Addresses inside the app. Everything lies behind the `#`, so that any static host can serve it.

export const homeHref = '#/';
export const storageHref = '#/storage';

/** The page of a lab, at a step: `data` or the id of one of its steps. */
export const labHref = (labId: string, step?: string): string =>
  `#/lab/${encodeURIComponent(labId)}${step ? `/${encodeURIComponent(step)}` : ''}`;

export function go(href: string): void {
  location.hash = href;
}
