// Key combinations as text: `Mod+K`, `Shift+Mod+Z`, `Space`, `?`, `j`. Mod is Command on a Mac, Control elsewhere.

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

const special: Readonly<Record<string, string>> = { ' ': 'Space', Escape: 'Esc' };

/** The combination of an event, written as in a command's `keys`. */
export function keysOf(event: KeyboardEvent): string {
  const key = special[event.key] ?? (event.key.length === 1 && event.ctrlKey ? event.key.toLowerCase() : event.key);
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  // For a printed character Shift is part of the character itself: `?`, not `Shift+/`.
  const shift = event.shiftKey && (mod || key.length > 1);
  const name = mod && key.length === 1 ? key.toUpperCase() : key;
  return [shift ? 'Shift' : '', mod ? 'Mod' : '', event.altKey ? 'Alt' : '', name].filter(Boolean).join('+');
}

/** As printed on a key cap: `⌘K` or `Ctrl K`. */
export function keysText(keys: string): string {
  const mac: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
  const parts = keys.split('+').map((part) => (isMac() ? (mac[part] ?? part) : part === 'Mod' ? 'Ctrl' : part));
  return parts.join(isMac() ? '' : ' ');
}

const typing = 'input:not([type=checkbox], [type=radio]), textarea, [contenteditable=true]';
const pressable = 'button, a[href], summary, input, [role=tab], [role=menuitem], [role=option], [role=switch]';

/** Whether a key means something to the element in focus, so that no command may take it. */
export function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  const modified = event.ctrlKey || event.metaKey;
  if (target.matches(typing)) return !modified || /^[zyxcva]$/i.test(event.key);
  // A closed list finds its options by letters and moves by arrows; it has no undo of its own and no use for signs.
  if (target.matches('select')) return !modified && (event.key.length > 1 || /[\p{L}\p{N} ]/u.test(event.key));
  if (event.key === ' ' || event.key === 'Enter') return target.matches(pressable);
  return false;
}
