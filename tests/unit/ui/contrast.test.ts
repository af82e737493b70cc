// Both colour sets against WCAG 2 AA: https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/ui/tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('\n}', from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}
const light = tokens(':root');
const dark = { ...light, ...tokens(":root[data-theme='dark']") };

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, set) => {
  it('are all there, and different from the other set', () => {
    expect(Object.keys(set).length).toBeGreaterThan(18);
    expect(light.paper).not.toBe(dark.paper);
  });

  it.each(['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'error', 'running'])('read %s on every paper', (ink) => {
    for (const paper of ['paper', 'paper-2']) expect(contrast(set[ink], set[paper])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ink', 'ink-2'])('read %s on hovered things', (ink) =>
    expect(contrast(set[ink], set['paper-3'])).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['accent', 'ok', 'warn', 'error', 'running'])('read %s on its soft background', (state) => {
    expect(contrast(set[state], set[`${state}-soft`])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(set.ink, set[`${state}-soft`])).toBeGreaterThanOrEqual(4.5);
  });

  it('read the text of a primary button', () => {
    expect(contrast(set['on-accent'], set.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(set['on-accent'], set['accent-strong'])).toBeGreaterThanOrEqual(4.5);
  });

  it('see the edge of a field', () => expect(contrast(set['line-2'], set.paper)).toBeGreaterThanOrEqual(3));
});
