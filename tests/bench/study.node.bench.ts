// A whole study from nothing: 50 random trials of 20 epochs on penguins, two workers, headless, in the built app, with
// the browser's start-up; against the same study in Keras Tuner with its interpreter's start-up. Keras Tuner gets the
// rows prepared; the app reads, checks, prepares and stores them itself. It needs a Python with keras_tuner and
// tensorflow (peers/requirements.txt): TABLAB_PYTHON or `python3`. Without one its column is left out.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { prepare } from '$core/pipeline/prepare';
import type { Arrays } from '$core/pipeline/prepared';
import { loadDataset } from '$datasets/load';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { at } from '../../scripts/lib/paths.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { automate, study } from '../e2e/support/app';
import { median, result, type Result } from './support/result';

const trials = 50;
const epochs = 20;
const rounds = 3;
const lab = study({ trials, epochs });

interface Ours {
  /** Seconds from launching the browser to the report. */
  readonly cold: number;
  /** Seconds from opening the page to the report. */
  readonly page: number;
  /** Seconds of the run by its own account. */
  readonly run: number;
  readonly best: number;
}

/** The study in a browser that has never seen the app. */
async function ours(): Promise<Ours> {
  const profile = mkdtempSync(join(tmpdir(), 'tablab-bench-'));
  const { url, close } = await serve();
  const start = performance.now();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: chromiumArgs,
  });
  try {
    const page = await context.newPage();
    const opened = performance.now();
    const report = await automate(page, url, { source: JSON.stringify(lab), executor: 'simd', workers: 2 });
    const end = performance.now();
    const done = report.trials.filter((trial) => trial.state === 'done' && trial.epochs === epochs).length;
    if (done !== trials) throw new Error(`${done} of ${trials} trials ran to the end`);
    if (report.backend !== 'simd' || report.workers !== 2)
      throw new Error(`ran on ${report.backend} with ${report.workers} workers`);
    return {
      cold: (end - start) / 1000,
      page: (end - opened) / 1000,
      run: report.seconds,
      best: report.best?.value ?? NaN,
    };
  } finally {
    await context.close();
    await close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const python = process.env.TABLAB_PYTHON ?? 'python3';
const script = fileURLToPath(new URL('./peers/keras_tuner_penguins.py', import.meta.url));

const call = (...args: string[]) => promisify(execFile)(python, [script, ...args], { maxBuffer: 64 << 20 });

const hasPeer = () =>
  call('--check').then(
    () => true,
    () => false,
  );

/** The lab's rows as its own pipeline prepares them, in the words of the peer. */
async function writeRows(file: string): Promise<void> {
  const step = lab.steps[0];
  if (lab.data.kind !== 'bundled' || step.type !== 'tune') throw new Error('the quickstart has changed its kind');
  const table = await loadDataset(lab.data, (id) => Promise.resolve(readFileSync(at(`.cache/datasets/${id}.bin`))));
  const { classes, train, validation } = prepare(table, lab);
  const rowsOf = ({ rows, features, target }: Arrays) => {
    const width = features.length / rows;
    return {
      x: Array.from({ length: rows }, (_, row) => [...features.subarray(row * width, (row + 1) * width)]),
      y: [...target],
    };
  };
  const batch = step.config.base.batchSize;
  const request = {
    trials,
    epochs,
    batch,
    classes: classes.length,
    train: rowsOf(train),
    validation: rowsOf(validation),
  };
  writeFileSync(file, JSON.stringify(request));
}

interface Peer {
  readonly version: string;
  readonly trials: number;
  readonly best: number;
  readonly load: number;
  readonly search: number;
  /** Processor time over all threads: what other programs on the machine cannot stretch. */
  readonly cpu: number;
}

/** Seconds of the peer's process from start to end, and what it says of itself. */
async function peer(): Promise<Peer & { seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'tablab-bench-'));
  try {
    const file = join(folder, 'study.json');
    await writeRows(file);
    const start = performance.now();
    const { stdout } = await call(file);
    const seconds = (performance.now() - start) / 1000;
    const said = JSON.parse(stdout.trim().split('\n').at(-1)!) as Peer;
    if (said.trials !== trials) throw new Error(`Keras Tuner finished ${said.trials} of ${trials} trials`);
    return { ...said, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function bench(): Promise<Result[]> {
  const times = [await ours()];
  const theirs = (await hasPeer()) ? await peer() : undefined;
  while (times.length < rounds) times.push(await ours());
  const of = (key: keyof Ours) => median(times.map((time) => time[key]));
  const [cold, page] = [of('cold'), of('page')];
  const what = `${trials} random trials on penguins`;
  const each = `of ${rounds}: ${times.map((time) => time.cold.toFixed(1)).join(', ')} s`;
  const results = [
    result(
      `${what}: browser's start included`,
      cold,
      's',
      undefined,
      `median ${each}; the run itself ${of('run').toFixed(2)} s; best accuracy ${times[0].best.toFixed(3)}`,
    ),
    result(`${what}: from opening the page`, page, 's', undefined, `median of ${rounds}`),
  ];
  if (!theirs) {
    const missing = `no keras_tuner and tensorflow in ${process.env.TABLAB_PYTHON ? 'TABLAB_PYTHON' : 'python3'}`;
    return [...results, result(`${what}: Keras Tuner left out`, 0, 'runs', undefined, missing)];
  }
  const { seconds, version, load, search, cpu, best } = theirs;
  const parts = `loading ${load.toFixed(1)} s, search ${search.toFixed(1)} s, processor ${cpu.toFixed(1)} s; best accuracy ${best.toFixed(3)}; ${version}`;
  return [
    ...results,
    result(`${what}: Keras Tuner`, seconds, 's', undefined, parts),
    result(
      `${what}: faster than Keras Tuner`,
      seconds / cold,
      'x',
      '>= 30',
      `${seconds.toFixed(0)} s against ${cold.toFixed(1)} s, start-up of both included`,
    ),
    result(`${what}: faster, from opening the page`, seconds / page, 'x', undefined, `${page.toFixed(1)} s`),
  ];
}
