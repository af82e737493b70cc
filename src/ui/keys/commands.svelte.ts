// What can be done from anywhere, in one registry: the palette lists it, the `?` sheet shows its keys, and the key
// listener runs it. Pages register while they are shown.
import { untrack } from 'svelte';
import { belongsToTarget, keysOf } from './keys';

export interface Command {
  readonly id: string;
  /** A verb and its object: "Run the step". */
  readonly title: string;
  readonly group: string;
  /** One or more combinations, e.g. `Mod+K`. */
  readonly keys?: readonly string[];
  /** Left out: always possible. */
  readonly enabled?: () => boolean;
  /** Not listed in the palette, e.g. moving a selection. */
  readonly keysOnly?: boolean;
  readonly run: () => void;
}

class Commands {
  list = $state.raw<readonly Command[]>([]);

  /** Adds commands; a later one with the same keys goes first. Returns how to remove them. */
  register(commands: readonly Command[]): () => void {
    // Effects register, and must not follow the list that they change.
    untrack(() => (this.list = [...commands, ...this.list]));
    return () => {
      this.list = untrack(() => this.list).filter((command) => !commands.includes(command));
    };
  }

  /** Runs the first enabled command for a key event; returns whether there was one. */
  handle(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing || belongsToTarget(event)) return false;
    // A modal dialog has its own keys.
    if (document.querySelector('dialog:modal')) return false;
    const keys = keysOf(event);
    const command = this.list.find((c) => c.keys?.includes(keys) && (c.enabled?.() ?? true));
    if (!command) return false;
    event.preventDefault();
    command.run();
    return true;
  }
}

export const commands = new Commands();
