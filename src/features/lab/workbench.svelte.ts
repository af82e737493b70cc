// The labs that are open on this page. One that runs stays open while the person looks elsewhere; others are given
// back when they are left.
import { untrack } from 'svelte';
import type { Lab } from '$core/lab/document';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import type { OpenLab } from './session.svelte';

/** Sessions are no part of the first screen. */
const load = async (id: string): Promise<OpenLab> => (await import('./session.svelte')).OpenLab.open(id);

class Workbench {
  open = $state.raw<readonly OpenLab[]>([]);
  /** The one in view. */
  current = $state.raw<OpenLab | null>(null);
  /** Shown outside its own page: kept open though it is not in view. */
  pinned: OpenLab | null = null;
  #ran: readonly OpenLab[] = [];
  #opening = new Map<string, Promise<OpenLab>>();

  busy = $derived(this.open.filter((session) => session.busy));

  /** Opens a lab or finds it open. Throws `lab-not-stored`. */
  async get(id: string): Promise<OpenLab> {
    const known = this.open.find((session) => session.id === id);
    if (known) return known;
    const opening =
      this.#opening.get(id) ??
      load(id).then((session) => {
        this.open = [...this.open, session];
        return session;
      });
    this.#opening.set(id, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(id);
    }
  }

  /** Brings a lab into view, or none; closes what was left and is idle. */
  async show(id: string | null): Promise<void> {
    const next = id === null ? null : await this.get(id);
    this.current = next;
    for (const session of this.open) {
      if (session !== next && session !== this.pinned && !session.busy) await this.close(session);
    }
  }

  /**
   * Gives back labs whose run ended out of sight, so that other tabs may have them. Only those that ran: one that was
   * just opened is about to be shown. Call it in an effect.
   */
  tidy(): void {
    const { busy } = this;
    const ended = this.#ran.filter((session) => !busy.includes(session));
    this.#ran = busy;
    untrack(() => {
      for (const session of ended) {
        if (session !== this.current && session !== this.pinned) void this.close(session);
      }
    });
  }

  async close(session: OpenLab): Promise<void> {
    this.open = this.open.filter((other) => other !== session);
    await session.close();
  }

  /** Stores a document as a new lab and returns its id. */
  async create(lab: Lab, options: { id?: string; example?: string } = {}): Promise<string> {
    const store = await openStore();
    const id = options.id ?? crypto.randomUUID();
    const now = Date.now();
    const { example } = options;
    await putLab(store, { id, lab, createdAt: now, updatedAt: now, ...(example ? { example } : {}) });
    return id;
  }
}

export const workbench = new Workbench();
