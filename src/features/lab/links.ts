// Addresses inside the app. Everything lies behind the `#`, so that any static host can serve it.

export const homeHref = '#/';
export const storageHref = '#/storage';
export const replayHref = '#/replay';

/** The page of a lab, at a step: `data`, `features` or the id of one of its steps; `view`: a tab of that page. */
export const labHref = (labId: string, step?: string, view?: string): string =>
  [`#/lab/${encodeURIComponent(labId)}`, ...(step ? [step, ...(view ? [view] : [])].map(encodeURIComponent) : [])].join(
    '/',
  );

/** New rows by a step's model; of a run and trial, or of the run in view. */
export const predictHref = (labId: string, step: string, run?: string, trial?: number): string =>
  labHref(labId, step, run === undefined ? 'predict' : `predict-${trial}-${run}`);

export function go(href: string): void {
  location.hash = href;
}
