// Architecture search: 300 convolutional networks by regularized evolution on 2,000 digits, two epochs each, two workers, in
// the built app.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { exampleLab } from '$core/lab/examples/example';
import { defaultSearch } from '$core/nas/defaults';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { automate } from '../e2e/support/app';
import { result, type Result } from './support/result';

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

export async function bench(): Promise<Result[]> {
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
