// The colours and fonts of a chart, read from the page's design tokens, or a plain light set where there is no page.
import { categoricalDark, categoricalLight } from './palette';

export interface Theme {
  readonly dark: boolean;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly paper: string;
  readonly accent: string;
  readonly warn: string;
  readonly error: string;
  readonly categorical: readonly string[];
  readonly sans: string;
  readonly mono: string;
}

export const lightTheme: Theme = {
  dark: false,
  ink: '#1c1e21',
  muted: '#62676d',
  grid: '#e3e5e8',
  paper: '#ffffff',
  accent: '#0b63b0',
  warn: '#8a5a00',
  error: '#b3261e',
  categorical: categoricalLight,
  sans: 'system-ui, sans-serif',
  mono: 'ui-monospace, monospace',
};
export const darkTheme: Theme = {
  ...lightTheme,
  dark: true,
  ink: '#e8eaed',
  muted: '#9aa0a6',
  grid: '#2c2f33',
  paper: '#15171a',
  accent: '#6ab0f3',
  warn: '#e5b567',
  error: '#f28b82',
  categorical: categoricalDark,
};

/** Reads the tokens that apply to an element; whatever is not set keeps its plain value. */
export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const dark = style.colorScheme.includes('dark') && !style.colorScheme.includes('light');
  const plain = dark ? darkTheme : lightTheme;
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    dark,
    ink: token('--ink', plain.ink),
    muted: token('--ink-2', plain.muted),
    grid: token('--line', plain.grid),
    paper: token('--paper', plain.paper),
    accent: token('--accent', plain.accent),
    warn: token('--warn', plain.warn),
    error: token('--error', plain.error),
    categorical: plain.categorical,
    sans: token('--font-sans', plain.sans),
    mono: token('--font-mono', plain.mono),
  };
}

/** Calls back with the theme now and whenever the page's or the system's changes; returns a stop function. */
export function watchTheme(element: Element, on: (theme: Theme) => void): () => void {
  const read = () => on(themeOf(element));
  read();
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', read);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', read);
  };
}
