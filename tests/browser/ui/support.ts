// Mounting components on a bare page, with the page's styles.
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach } from 'vitest';
import '$ui/styles.css';

const mounted: { component: object; target: HTMLElement }[] = [];

/** Mounts into its own element under the body; gone after the test. */
export function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  const target = document.createElement('div');
  document.body.append(target);
  mounted.push({ component: mount(component, { target, props }), target });
  flushSync();
  return target;
}

afterEach(async () => {
  for (const { component, target } of mounted.splice(0)) {
    await unmount(component);
    target.remove();
  }
});

export const press = (element: Element, key: string, more: KeyboardEventInit = {}): boolean =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

export function type(input: HTMLInputElement, text: string): void {
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  flushSync();
}

export const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
