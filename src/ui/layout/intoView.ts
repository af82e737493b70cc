// For what appears after a press, perhaps below the fold: brings it into sight and the keyboard to it.
import type { Attachment } from 'svelte/attachments';

/** The element should be focusable (`tabindex="-1"`). What is taller than the page is shown from its top. */
export const intoView: Attachment<HTMLElement> = (node) => {
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: 'nearest' });
};
