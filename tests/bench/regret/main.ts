// What scripts/regret.mjs runs: measures what is missing of the figures of a sampler and keeps them; writes the report.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
export { installNumerics } from '$engine/simd/numerics';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import { chartOf } from './chart';
import { choosingProblems } from './choosing';
import { heldProblems } from './held';
import { regretProblems } from './problems';
import { beyondReport, choosingReport, heldReport, reportOf, unseenReport, wideReport } from './report';
import { checkpoints, search } from './search';
import { unseenProblems, type Unseen } from './unseen';
import { wideProblems } from './wide';
export { worthReport } from './worth';

/** Samplers of the chart. */
export const measured = ['random', 'tpe', 'gp', 'cmaes', 'localSearch', 'auto'];

/** As peers/optuna_regret.py writes it. */
export interface Curves {
  readonly version: string;
  readonly sampler: string;
  /** The first seed; missing: 0. */
  readonly first?: number;
  readonly checkpoints: readonly number[];
  /** By problem: of each seed, the best value after each checkpoint. */
  readonly best: Record<string, number[][]>;
}

/** Of the known ones NAS-Bench-Macro only, given its table. */
export interface Which {
  readonly set: 'known' | 'unseen' | 'choosing' | 'held' | 'wide';
  readonly macro: string | null;
  /** Names; missing: all. */
  readonly only?: readonly string[];
  readonly first?: number;
}

/** One sampler on all problems that it can search, seeds `first` (0) to `seeds` - 1, seed by seed; goes on where the file stands. */
export function measure(file: string, type: string, seeds: number, { set, macro, only, first = 0 }: Which): void {
  const def = samplerDef(type);
  const sets: Readonly<Record<Which['set'], () => readonly Unseen[]>> = {
    known: () => regretProblems(macro).map((one) => ({ ...one, label: '' })),
    unseen: () => unseenProblems,
    choosing: () => choosingProblems,
    held: () => heldProblems,
    wide: () => wideProblems,
  };
  const problems = sets[set]().filter(
    ({ name, space }) => (only?.includes(name) ?? true) && def.check(space, samplerOptions(def, {})) === null,
  );
  const best: Curves['best'] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Curves).best : {};
  for (let seed = 0; seed < seeds; seed++) {
    for (const problem of problems) {
      const rows = (best[problem.name] ??= []);
      if (rows.length <= seed) rows.push(search(problem, type, first + seed));
    }
    const kept: Curves = { version: 'Tablab', sampler: type, ...(first > 0 ? { first } : {}), checkpoints, best };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(kept)}\n`);
  }
}

/** Writes docs/regret.md and docs/images/regret.svg from the kept figures; returns the text. */
export function report(folder: string, docs: string): string {
  const curves = curvesIn(folder);
  const [unseen, choosing] = [curvesIn(`${folder}/unseen`), curvesIn(`${folder}/choosing`)];
  const text = [
    reportOf(curves),
    unseenReport(unseen, curvesIn(`${folder}/again`)),
    choosingReport(choosing),
    heldReport(curvesIn(`${folder}/held`)),
    wideReport(curvesIn(`${folder}/wide`)),
    beyondReport(curves, unseen, choosing),
  ].join('\n');
  writeFileSync(`${docs}/regret.md`, text);
  writeFileSync(`${docs}/images/regret.svg`, chartOf(curves));
  return text;
}

const curvesIn = (folder: string): Curves[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Curves);
