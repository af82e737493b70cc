// What a link may hide, for a lesson or an embedded page: `?hide=settings,steps#v1.…`. Styles read the flags from the
// root element; hiding changes nothing about what runs.

export const viewFlags = ['settings', 'steps'] as const;
export type ViewFlag = (typeof viewFlags)[number];

/** The flags of `location.search`; unknown ones are left out. */
export function readFlags(search: string): ViewFlag[] {
  const named = (new URLSearchParams(search).get('hide') ?? '').split(',');
  return viewFlags.filter((flag) => named.includes(flag));
}

/** The search part of a link, `` or `?hide=…`. */
export const flagsText = (flags: readonly ViewFlag[]): string => (flags.length > 0 ? `?hide=${flags.join()}` : '');

/** Tells the styles; call once when the page starts. */
export function applyViewFlags(root: HTMLElement, search: string): void {
  const flags = readFlags(search);
  if (flags.length > 0) root.dataset.hide = flags.join(' ');
}
