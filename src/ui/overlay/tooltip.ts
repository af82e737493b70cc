// One floating label for the whole page, shown on hover after a moment and on keyboard focus at once. It repeats what
// the control's accessible name says, so it is hidden from screen readers and never the only place of a fact.
import type { Attachment } from 'svelte/attachments';
import { placeBy } from './place';

const delay = 450;
let bubble: HTMLElement | undefined;
let timer = 0;

function show(target: Element, text: string): void {
  if (!bubble) {
    bubble = document.createElement('div');
    bubble.className = 'ui-tooltip';
    bubble.setAttribute('aria-hidden', 'true');
    bubble.popover = 'manual';
  }
  // A dialog hides what is outside its tree from pointer and paint order; the top layer keeps the bubble above it.
  document.body.append(bubble);
  bubble.textContent = text;
  bubble.showPopover();
  placeBy(bubble, target, { side: 'bottom', align: 'center', gap: 6 });
}

function hide(): void {
  clearTimeout(timer);
  if (bubble?.isConnected) {
    bubble.hidePopover();
    bubble.remove();
  }
}

export function tooltip(text: string): Attachment<Element> {
  return (element) => {
    const later = (event: Event) => {
      if ((event as PointerEvent).pointerType === 'touch') return;
      clearTimeout(timer);
      timer = window.setTimeout(() => show(element, text), delay);
    };
    const now = () => {
      if (element.matches(':focus-visible')) show(element, text);
    };
    element.addEventListener('pointerenter', later);
    element.addEventListener('focus', now);
    for (const type of ['pointerleave', 'pointerdown', 'blur', 'keydown']) element.addEventListener(type, hide);
    return () => {
      hide();
      element.removeEventListener('pointerenter', later);
      element.removeEventListener('focus', now);
      for (const type of ['pointerleave', 'pointerdown', 'blur', 'keydown']) element.removeEventListener(type, hide);
    };
  };
}
