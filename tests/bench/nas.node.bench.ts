// Architecture search: 300 convolutional networks by regularized evolution on 2,000 digits, two epochs each, two workers, in
// the built app; and how close to the best of two tables of trained networks each strategy comes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { exampleLab } from '$core/lab/examples/example';
import { defaultSearch } from '$core/nas/defaults';
import { strategyDefs } from '$core/nas/strategies/registry';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { automate } from '../e2e/support/app';
import { regretsOf } from '../support/nasRegret';
import { nasTables, readTable, type NasTable } from '../support/nasTable';
import { median, result, type Result } from './support/result';

const trials = 300;
const search = defaultSearch('image');
const lab = exampleLab({
  title: 'Convolutional networks by evolution',
  data: { kind: 'bundled', id: 'digits' },
  roles: { target: 'digit', task: 'multiclass', exclude: [] },
  // Of the 10,000 digits 2,000 to learn from and 1,000 to be judged by.
  split: { validation: 0.1, test: 0.7 },
  executor: 'simd',
  steps: [
    {
      id: 'nas',
      type: 'nas',
      config: {
        ...search,
        base: { ...search.base, epochs: 2 },
        strategy: { type: 'evolution', options: {} },
        objective: { metric: 'accuracy', direction: 'maximize' },
        trials,
      },
    },
  ],
});

async function evolution(): Promise<Result[]> {
  const profile = mkdtempSync(join(tmpdir(), 'tablab-bench-'));
  const { url, close } = await serve();
  const options = { executablePath: findChromium(), args: chromiumArgs };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const report = await automate(page, url, { source: JSON.stringify(lab), executor: 'simd', workers: 2 });
    const done = report.trials.filter(({ state }) => state === 'done').length;
    if (done !== trials || report.workers !== 2) throw new Error(`${done} networks on ${report.workers} workers`);
    const what = `${trials} networks on 2,000 digits, two workers`;
    const detail = `best validation accuracy ${report.best?.value.toFixed(3)}`;
    return [
      result(`evolution, ${what}`, report.seconds, 's', '<= 300', detail),
      result('networks a minute', (60 * trials) / report.seconds, '/min'),
    ];
  } finally {
    await context.close();
    await close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const budgets = [25, 50, 100];
const seeds = 15;

function regrets(name: NasTable): Result[] {
  const table = readTable(name);
  const types = strategyDefs.map(({ type }) => type).filter((type) => type !== 'grid');
  return types.map((type) => {
    const start = performance.now();
    const all = Array.from({ length: seeds }, (_, seed) => regretsOf(name, type, seed, budgets, table));
    const asked = seeds * budgets[budgets.length - 1];
    const each = (performance.now() - start) / asked;
    const medians = budgets.map((_, i) => median(all.map((found) => found[i])));
    const unit = name === 'cells' ? 'points' : 'mpg';
    const scale = name === 'cells' ? 100 : 1;
    const text = medians.map((value) => (scale * value).toPrecision(3)).join(' / ');
    const detail = `median of ${seeds} seeds after ${budgets.join(' / ')}: ${text}; ${each.toFixed(1)} ms an ask`;
    return result(`regret on the ${name}: ${type}`, scale * medians[medians.length - 1], unit, undefined, detail);
  });
}

export async function bench(): Promise<Result[]> {
  return [...(await evolution()), ...(Object.keys(nasTables) as NasTable[]).flatMap(regrets)];
}
