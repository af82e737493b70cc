// 200 trials on penguins to 50 epochs with Hyperband, in the built app with two trainer workers: what the person waits
// from the start of the run to its digest, journal and kept models included.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Lab } from '$core/lab/document';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { automate, study } from '../e2e/support/app';
import { median, result, type Result } from './support/result';

const rounds = 3;
const [trials, epochs] = [200, 50];

function labWith(pruner: string): Lab {
  const lab = study({ trials, epochs, width: 8 });
  const steps = lab.steps.map((step) =>
    step.type === 'tune' ? { ...step, config: { ...step.config, pruner: { type: pruner, options: {} } } } : step,
  );
  return { ...lab, steps };
}

async function measured(name: string, pruner: string): Promise<Result> {
  const seconds: number[] = [];
  let detail = '';
  for (let round = 0; round < rounds; round++) {
    const profile = mkdtempSync(join(tmpdir(), 'tablab-bench-'));
    const { url, close } = await serve();
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: findChromium(),
      args: chromiumArgs,
    });
    try {
      const page = await context.newPage();
      const report = await automate(page, url, {
        source: JSON.stringify(labWith(pruner)),
        executor: 'simd',
        workers: 2,
      });
      if (report.trials.length !== trials) throw new Error(`${report.trials.length} of ${trials} trials`);
      seconds.push(report.seconds);
      const whole = report.trials.filter(({ state }) => state === 'done').length;
      const spent = report.trials.reduce((sum, trial) => sum + trial.epochs, 0);
      detail = `${whole} trials to the end, ${spent} epochs, best ${report.best?.value.toPrecision(4)}`;
    } finally {
      await context.close();
      await close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return result(`200 trials on penguins, ${name}, 2 workers`, median(seconds), 's', '<= 10', detail);
}

export async function bench(): Promise<Result[]> {
  return [await measured('Hyperband', 'hyperband'), await measured('Hyperband by promotion', 'brackets')];
}
