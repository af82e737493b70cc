// Addresses inside the app. Everything lies behind the `#`, so that any static host can serve it.

export const homeHref = '#/';
export const storageHref = '#/storage';

/** The page of a lab, at a step: `data`, `features` or the id of one of its steps; `view`: a tab of that page. */
export const labHref = (labId: string, step?: string, view?: string): string =>
  [`#/lab/${encodeURIComponent(labId)}`, ...(step ? [step, ...(view ? [view] : [])].map(encodeURIComponent) : [])].join(
    '/',
  );

export function go(href: string): void {
  location.hash = href;
}
