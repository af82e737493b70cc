// Light, dark, or as the system says. The pre-paint script (static/theme.js) applies the same rule first; this keeps
// it up to date while the page is open, across tabs too.

export type ThemeChoice = 'system' | 'light' | 'dark';
const key = 'tablab-theme';
const choices: readonly ThemeChoice[] = ['system', 'light', 'dark'];

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key) as ThemeChoice | null;
    return value && choices.includes(value) ? value : 'system';
  } catch (error) {
    if (error instanceof DOMException) return 'system';
    throw error;
  }
}

class Theme {
  choice = $state<ThemeChoice>(stored());
  #systemDark = $state(false);
  dark = $derived(this.choice === 'system' ? this.#systemDark : this.choice === 'dark');

  /** Call once, inside a component: follows the system and other tabs. */
  follow(): () => void {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const onSystem = () => (this.#systemDark = media.matches);
    const onStorage = (event: StorageEvent) => {
      if (event.key === key) this.choice = stored();
    };
    onSystem();
    media.addEventListener('change', onSystem);
    addEventListener('storage', onStorage);
    return () => {
      media.removeEventListener('change', onSystem);
      removeEventListener('storage', onStorage);
    };
  }
  apply(): void {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
  }
  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(key, choice);
    } catch (error) {
      // Not kept for the next visit; it still holds for this one.
      if (!(error instanceof DOMException)) throw error;
    }
  }
  next(): void {
    this.choose(choices[(choices.indexOf(this.choice) + 1) % choices.length]);
  }
}

export const theme = new Theme();
