// npm run lab: the same app from a terminal.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labToText } from '$core/lab/codec';
import { exampleById } from '$core/lab/examples/registry';
import type { AutomationReport } from '../../src/features/automation/index';

const folder = mkdtempSync(join(tmpdir(), 'tablab-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lab(...args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/lab.mjs', ...args], (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr }),
    );
  });
}

describe('npm run lab', () => {
  it('gives one digest with 1 and with 2 workers, and says that it reproduces', async () => {
    const digests = new Set<string | null>();
    for (const workers of ['1', '2']) {
      const out = join(folder, `${workers}.json`);
      const { status, output } = await lab('quickstart', '--workers', workers, '--json', out);
      expect(output).toContain('reproduced bit for bit');
      expect(status).toBe(0);
      const report = JSON.parse(readFileSync(out, 'utf8')) as AutomationReport;
      expect(report).toMatchObject({ reproduced: true, executor: 'simd', backend: 'simd', workers: Number(workers) });
      expect(report.trials).toHaveLength(12);
      expect(report.best?.value).toBeGreaterThan(0.9);
      expect(report.seconds).toBeGreaterThan(0);
      digests.add(report.digest);
    }
    expect(digests.size).toBe(1);
  });

  it('exits non-zero on a digest that differs, and names the first trial', async () => {
    const file = join(folder, 'changed.json');
    const original = exampleById('quickstart')!.lab;
    writeFileSync(file, labToText({ ...original, seed: original.seed + 1 }));
    const { status, output } = await lab(file);
    expect(output).toMatch(/differs: trial 0/);
    expect(status).toBe(1);
  });

  it('refuses what it cannot run', async () => {
    expect(await lab('no-such-lab')).toMatchObject({ status: 1, output: expect.stringContaining('quickstart') });
    expect((await lab('quickstart', '--executor', 'abacus')).status).toBe(2);
    expect((await lab()).status).toBe(2);
  });
});
