// The import table of docs/architecture.md, checked on every file.
import { describe, expect, it } from 'vitest';
import { sources } from './sources';

const allowed: Record<string, readonly string[]> = {
  core: ['core'],
  engine: ['core', 'engine'],
  store: ['core', 'store'],
  charts: ['core', 'charts'],
  ui: ['ui'],
  bridge: ['core', 'bridge'],
  features: ['core', 'store', 'bridge', 'charts', 'ui', 'features'],
  workers: ['core', 'engine', 'store', 'workers', 'datasets'],
  datasets: ['core', 'datasets'],
  app: ['core', 'store', 'bridge', 'charts', 'ui', 'features', 'app'],
};
/** Types of these may also be imported: they vanish when compiled. */
const allowedTypes: Record<string, readonly string[]> = { bridge: ['engine', 'workers'], features: ['workers'] };
/** The one table of pending calls serves the page's workers and the study worker's trainers alike. */
const allowedFiles: Record<string, readonly string[]> = { bridge: ['$workers/lib/link'] };
/** The bridge starts workers by URL, which is no import of their code. */
const owners: readonly (readonly [library: RegExp, layers: readonly string[]])[] = [
  [/^@tensorflow\//, ['engine']],
  [/^comlink$/, ['bridge', 'workers']],
  [/^idb$/, ['store']],
  [/^(@observablehq\/plot|d3)/, ['charts']],
  [/^(papaparse|hyparquet|@uwdata\/flechette)/, ['core']],
  [/^svelte/, ['ui', 'charts', 'features', 'app']],
];

const all = sources();
const layerOfTarget = (target: string) =>
  target.startsWith('$')
    ? target
        .slice(1)
        .split('/')[0]
        .replace(/\.\w+$/, '')
    : undefined;

describe('the import table', () => {
  it('sees the sources', () => {
    expect(all.length).toBeGreaterThan(40);
    expect(new Set(all.map((source) => source.layer)).size).toBeGreaterThan(3);
  });

  it('is kept between layers', () => {
    const wrong = all.flatMap((source) =>
      source.imports
        .filter(({ target, typeOnly }) => {
          const to = layerOfTarget(target);
          if (!to || !(to in allowed) || allowedFiles[source.layer]?.includes(target)) return false;
          const may = [...(allowed[source.layer] ?? []), ...(typeOnly ? (allowedTypes[source.layer] ?? []) : [])];
          return !may.includes(to);
        })
        .map(({ target }) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets features see each other through their index only', () => {
    const wrong = all
      .filter((source) => source.layer === 'features')
      .flatMap((source) => {
        const own = source.path.split('/')[2];
        return source.imports
          .map(({ target }) => target)
          .filter((target) => target.startsWith('$features/'))
          .filter(
            (target) => target.split('/')[1] !== own && target.split('/').length > 2 && !/\/index(\.ts)?$/.test(target),
          )
          .map((target) => `${source.path} -> ${target}`);
      });
    expect(wrong).toEqual([]);
  });

  it('gives each library one owner', () => {
    const wrong = all.flatMap((source) =>
      source.imports
        .filter(({ target }) =>
          owners.some(([library, layers]) => library.test(target) && !layers.includes(source.layer)),
        )
        .map(({ target }) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});
