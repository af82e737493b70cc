// Short messages at the edge of the page. Each says what happened and may offer one thing to do about it, such as undo.

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'ok' | 'warn' | 'error';
  readonly action?: { readonly label: string; run(): void };
}

interface ToastOptions {
  kind?: Toast['kind'];
  action?: Toast['action'];
  /** Milliseconds; Infinity: until dismissed. With an action at least 8 s, so that it can be reached. */
  duration?: number;
  /** Called once when it is gone without its action having been used. */
  onexpire?: () => void;
}

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #timers = new Map<number, { timer: number; left: number; since: number; onexpire?: () => void }>();
  #next = 0;

  show(text: string, { kind = 'plain', action, duration, onexpire }: ToastOptions = {}): number {
    const id = this.#next++;
    this.list = [...this.list.slice(-3), { id, text, kind, action }];
    this.#timers.set(id, { timer: 0, left: duration ?? (action ? 8000 : 4000), since: 0, onexpire });
    this.#start(id);
    return id;
  }
  dismiss(id: number): void {
    const entry = this.#drop(id);
    entry?.onexpire?.();
  }
  act(toast: Toast): void {
    this.#drop(toast.id);
    toast.action?.run();
  }
  /** While somebody reads, nothing disappears. */
  hold(): void {
    for (const entry of this.#timers.values()) {
      clearTimeout(entry.timer);
      entry.left -= entry.since ? performance.now() - entry.since : 0;
      entry.since = 0;
    }
  }
  release(): void {
    for (const id of this.#timers.keys()) this.#start(id);
  }

  #start(id: number): void {
    const entry = this.#timers.get(id);
    if (!entry || !Number.isFinite(entry.left)) return;
    clearTimeout(entry.timer);
    entry.since = performance.now();
    entry.timer = window.setTimeout(() => this.dismiss(id), Math.max(1000, entry.left));
  }
  #drop(id: number) {
    const entry = this.#timers.get(id);
    if (entry) clearTimeout(entry.timer);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
    return entry;
  }
}

export const toasts = new Toasts();
