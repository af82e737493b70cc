// Fields that hold a text they cannot take. What is in sight is then not what the form would act on, so whoever acts on
// it asks here first. A form (Split) gives one list to the fields in it and to its buttons.
import { getContext, setContext, tick, untrack } from 'svelte';

export interface Refusal {
  /** The field by the words beside it; empty where the reason names it. */
  readonly name: string;
  /** What it says is wrong. */
  readonly reason: string;
  readonly element: HTMLElement;
}

const before = (a: HTMLElement, b: HTMLElement) =>
  (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

export class Refusals {
  /** In the order of the page. */
  list = $state.raw<readonly Refusal[]>([]);
  /** Whatever holds the fields, e.g. a column that is folded away. */
  root = $state.raw<HTMLElement | null>(null);
  /** Brings a form that is folded away. */
  unfold: () => void = () => undefined;

  /** Returns how to take it out again. */
  add(refusal: Refusal): () => void {
    const list = untrack(() => this.list);
    const at = list.findIndex(({ element }) => before(refusal.element, element));
    this.list = list.toSpliced(at < 0 ? list.length : at, 0, refusal);
    return () => (this.list = untrack(() => this.list).filter((one) => one !== refusal));
  }

  /** The first of them in words, or null. */
  get text(): string | null {
    const [first, ...more] = this.list;
    if (!first) return null;
    const others =
      more.length === 0 ? '' : ` ${more.length} more ${more.length === 1 ? 'field' : 'fields'} to correct.`;
    return `${first.name === '' ? '' : `${first.name}: `}${first.reason}${others}`;
  }

  /** Brings the first field that refuses into view and the cursor into it; else the first thing that is said to be wrong. */
  async show(): Promise<void> {
    if (!this.root) {
      this.unfold();
      await tick();
    }
    const told = this.list[0]?.element ?? this.root?.querySelector<HTMLElement>('[role=alert]');
    if (!told) return;
    await reveal(told);
    const target = told.matches(focusable) ? told : nearest(told, this.root);
    target?.focus({ preventScroll: true });
    if (target instanceof HTMLInputElement) target.select();
  }
}

const focusable = 'input, textarea, select, button';

/** What can be focused in an element, or the last such thing before it in its form. */
function nearest(element: HTMLElement, root: HTMLElement | null): HTMLElement | undefined {
  const inside = element.querySelector<HTMLElement>(focusable);
  if (inside) return inside;
  const fields = root?.querySelectorAll<HTMLElement>('input:enabled, textarea:enabled, select:enabled') ?? [];
  return [...fields].findLast((field) => before(field, element));
}

const revealed = 'tablab:reveal';
/** Unfolds what holds an element, and scrolls to it. */
async function reveal(element: HTMLElement): Promise<void> {
  element.dispatchEvent(new CustomEvent(revealed, { bubbles: true }));
  await tick();
  element.scrollIntoView({ block: 'center' });
}

/** For an element that can fold: told when something inside must be seen. */
export const onReveal = (unfold: () => void) => (node: HTMLElement) => {
  node.addEventListener(revealed, unfold);
  return () => node.removeEventListener(revealed, unfold);
};

const fields = Symbol('fields of the form');
const form = Symbol('form');

/** Makes a component the form of the fields and buttons in it. Call it while it is made. */
export function provideRefusals(): Refusals {
  const refusals = new Refusals();
  setContext(fields, refusals);
  setContext(form, refusals);
  return refusals;
}
/** Fields below belong to no form, as in the results beside one. */
export const apartFromForm = (): void => void setContext(fields, null);
/** Of the form around a component: for its buttons. Outside any it is empty. */
export const formRefusals = (): Refusals => getContext<Refusals | undefined>(form) ?? new Refusals();

/** Lets a field be refused as long as `reason` says something. `name`: in place of the words beside it. Call it while the field is
 *  made. */
export function refuses(reason: () => string | null, element: () => HTMLElement | undefined, name?: string): void {
  const refusals = getContext<Refusals | null | undefined>(fields);
  if (!refusals) return;
  $effect(() => {
    const [told, at] = [reason(), element()];
    return told !== null && at ? refusals.add({ name: name ?? nameOf(at), reason: told, element: at }) : undefined;
  });
}

/** As a form's label says it, without unit and marks. */
function nameOf(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
  return element.getAttribute('aria-label') ?? label?.firstChild?.textContent?.trim() ?? 'A field';
}
