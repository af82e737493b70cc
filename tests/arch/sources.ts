// Reads the sources as text, with their imports resolved to layers.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly layer: string;
  /** Imported modules: `$layer/...` for ours (relative paths resolved), else the package name. */
  readonly imports: readonly { readonly target: string; readonly typeOnly: boolean }[];
}

const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function layerOf(path: string): string {
  const [top, second, third] = path.split('/');
  return top === 'src' ? (third ? second : 'app') : top;
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const path = parts.join('/');
  return path.startsWith('src/') ? `$${path.slice(4)}` : `$${path}`;
}

/** All committed or new TypeScript and Svelte sources of the app. */
export function sources(): Source[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'workers', 'datasets'], {
    encoding: 'utf8',
  });
  return files
    .split('\n')
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const imports = [...text.matchAll(importPattern)].map((match) => ({
        target: resolve(path, match[3] ?? match[4]),
        typeOnly: Boolean(match[2]),
      }));
      return { path, text, layer: layerOf(path), imports };
    });
}
