// Measures what is missing of the figures of some samplers and keeps them: see scripts/regret.mjs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import { regretProblems } from './problems';
import { checkpoints, search } from './search';

/** As peers/optuna_regret.py writes it. */
export interface Curves {
  readonly version: string;
  readonly sampler: string;
  readonly checkpoints: readonly number[];
  /** By problem: of each seed, the best value after each checkpoint. */
  readonly best: Record<string, number[][]>;
}

/** One sampler on all problems that it can search, seeds 0 to `seeds` - 1, seed by seed; goes on where the file stands. */
export function measure(file: string, type: string, seeds: number, macro: string | null): void {
  const def = samplerDef(type);
  const problems = regretProblems(macro).filter(({ space }) => def.check(space, samplerOptions(def, {})) === null);
  const best: Curves['best'] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Curves).best : {};
  for (let seed = 0; seed < seeds; seed++) {
    for (const problem of problems) {
      const rows = (best[problem.name] ??= []);
      if (rows.length <= seed) rows.push(search(problem, type, seed));
    }
    const all: Curves = { version: 'Tablab', sampler: type, checkpoints, best };
    writeFileSync(file, `${JSON.stringify(all)}\n`);
  }
}
