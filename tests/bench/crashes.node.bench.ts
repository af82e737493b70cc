// The built app in a Chromium that is killed by SIGKILL at random moments, reopened on the same profile and resumed from the
// page, again and again, until the study has ended: its digest against that of a run that was left alone, and how much
// training each death cost.
import type { Lab, TuneConfig } from '$core/lab/document';
import { dense, exampleLab, training } from '$core/lab/examples/example';
import { defaultSearch } from '$core/nas/defaults';
import { Stream } from '$core/rng/stream';
import { serve } from '../../scripts/lib/serve.mjs';
import { automate, study } from '../e2e/support/app';
import { createProfile } from '../e2e/support/browser';
import { Crashing } from './support/crashing';
import { labToText } from '$core/lab/codec';
import { result, type Result } from './support/result';

interface Case {
  readonly name: string;
  readonly lab: Lab;
  readonly kills: number;
  /** Milliseconds from Run or Resume to the kill: least and most. */
  readonly after: readonly [number, number];
  /** Epochs are longer than checkpoints may lie apart. */
  readonly within?: true;
}

function tuned(lab: Lab, more: Partial<TuneConfig>): Lab {
  const steps = lab.steps.map((step) =>
    step.type === 'tune' ? { ...step, config: { ...step.config, ...more } } : step,
  );
  return { ...lab, steps };
}

const search = defaultSearch('table');
const networks = exampleLab({
  title: 'Networks by evolution',
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'Species', task: 'multiclass', exclude: [] },
  executor: 'simd',
  steps: [
    {
      id: 'nas',
      type: 'nas',
      config: {
        ...search,
        objective: { metric: 'loss', direction: 'minimize' },
        base: { ...search.base, epochs: 1000 },
        strategy: { type: 'evolution', options: {} },
        pruner: { type: 'brackets', options: {} },
        trials: 60,
      },
    },
  ],
});

/** Two trainings of one epoch each, 40,000 steps. */
const oneEpoch = exampleLab({
  title: 'One long epoch',
  data: { kind: 'generated', id: 'friedman1', options: { rows: 200_000 }, seed: 1 },
  roles: { target: 'y', task: 'regression', exclude: [] },
  executor: 'simd',
  steps: [
    {
      id: 'tune',
      type: 'tune',
      config: {
        base: training('table', {
          layers: [
            dense('h1', 512),
            { id: 'norm', type: 'batchNorm' },
            { id: 'drop', type: 'dropout', options: { rate: 0.2 } },
            dense('h2', 512),
          ],
          epochs: 1,
          batchSize: 4,
        }),
        space: [{ path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 1e-2, log: true } }],
        sampler: { type: 'random', options: {} },
        objective: { metric: 'loss', direction: 'minimize' },
        trials: 2,
        width: 2,
      },
    },
  ],
});

const cases: readonly Case[] = [
  {
    name: '200 trials, auto and Hyperband by promotion',
    lab: tuned(study({ trials: 200, epochs: 1500, width: 4 }), {
      sampler: { type: 'auto', options: {} },
      pruner: { type: 'brackets', options: {} },
    }),
    kills: 16,
    after: [100, 1500],
  },
  { name: '60 networks by evolution, Hyperband by promotion', lab: networks, kills: 14, after: [100, 1500] },
  { name: '4 long trials', lab: study({ trials: 4, epochs: 25_000 }), kills: 10, after: [4000, 16_000] },
  { name: '2 trials of one long epoch', lab: oneEpoch, kills: 10, after: [6000, 20_000], within: true },
];

export async function bench(): Promise<Result[]> {
  const { url, close } = await serve();
  const results: Result[] = [];
  try {
    for (const one of cases) {
      results.push(...(await crash(one, url)));
      console.log(JSON.stringify(results.slice(-4)));
    }
  } finally {
    await close();
  }
  return results;
}

async function crash({ name, lab, kills, after: [least, most], within }: Case, url: string): Promise<Result[]> {
  const profile = createProfile();
  const whole = await automate(await (await profile.open()).newPage(), url, { source: labToText(lab) });
  await profile.remove();
  const rng = Stream.of(3, 'crashes', name);
  const digests: string[] = [];
  const crashing = new Crashing(url, within === true);
  const { costs } = crashing;
  try {
    // A study may end before it has been killed often enough: then another one begins.
    while (costs.length < kills) {
      await crashing.start(lab);
      const wait = () => (costs.length < kills ? least + rng.uniform() * (most - least) : Infinity);
      while (!(await crashing.ended(wait()))) await crashing.crash();
      digests.push(crashing.digest!);
    }
  } finally {
    await crashing.remove();
  }
  const unequal = digests.filter((digest) => digest !== whole.digest).length;
  const seconds = costs.map((cost) => cost.seconds).sort((a, b) => a - b);
  const epochs = costs.reduce((sum, cost) => sum + cost.epochs, 0);
  const runs = `${digests.length} runs to their end; left alone ${whole.seconds.toFixed(1)} s`;
  return [
    result(`${name}: killed and resumed`, kills, 'deaths', undefined, runs),
    result(`${name}: digests that differ`, unequal, 'runs', '<= 0', whole.digest?.slice(0, 12)),
    result(`${name}: most training repeated, a death and trainer`, seconds.at(-1)!, 's', '<= 10'),
    result(
      `${name}: the same, median`,
      seconds[seconds.length >> 1],
      's',
      undefined,
      within
        ? 'counted from when the checkpoint that it goes on with was handed out'
        : `${epochs} epochs told twice in all`,
    ),
  ];
}
