// Pruning on the real engine: a trial stops where its pruner says, keeps what it measured, and continues from any
// checkpoint to the same end.
import { expect, test } from 'vitest';
import { canonicalJson } from '$core/lab/canonical';
import { runDigest } from '$core/lab/digest';
import { decodeLink, encodeLink } from '$core/lab/codec';
import { examples } from '$core/lab/examples/registry';
import type { Lab, TuneConfig } from '$core/lab/document';
import { parseLab } from '$core/lab/validate';
import type { Pruning } from '$core/pruners/pruner';
import type { Checkpoint, TrialJob, TrialMessage } from '$core/run/trial';
import { Trainer } from '$engine/train/trainer';
import { config, job, problem } from '../support/training';
import { runStep } from '../support/runLab';

/** Ends the trial after its third epoch. */
const pruning: Pruning = {
  type: 'halving',
  options: { minEpochs: 3, eta: 4, rate: 0, bootstrap: 0 },
  direction: 'minimize',
  frozen: [{ epochs: 3, limit: null }],
};

async function run(changes: Partial<TrialJob>, on: (message: TrialMessage) => void = () => undefined) {
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('data', problem());
  const { record, weights, predictions } = await trainer.run(job({ executor: 'simd', ...changes }), on);
  const { seconds: _seconds, ...rest } = record;
  return { record: rest, weights, predictions };
}

test('a pruned trial keeps its curve, and stands where it was ended, also with restoreBest', async () => {
  const steep = config({ optimizer: { type: 'adam', learningRate: 0.5, options: {} } });
  const checkpoints: Checkpoint[] = [];
  const whole = await run({ config: steep, checkpointEvery: 1e-9 }, (message) => {
    if (message.type === 'checkpoint' && !message.checkpoint.part) checkpoints.push(message.checkpoint);
  });
  const { record, weights, predictions } = await run({ config: steep, pruning, live: { trainMetrics: false } });
  expect(record.state).toBe('pruned');
  expect(record.curve).toEqual(whole.record.curve.slice(0, 3));
  expect(record.metrics).toEqual(record.curve[2].validation);
  expect(record.value).toBe(record.curve[2].validation.loss);
  expect(predictions).toEqual([]);
  expect(weights).toEqual(checkpoints[2].weights);
});

test('continued from any checkpoint, that of its last epoch too', async () => {
  const checkpoints: Checkpoint[] = [];
  const whole = await run({ pruning, checkpointEvery: 1e-9 }, (message) => {
    if (message.type === 'checkpoint' && !message.checkpoint.part) checkpoints.push(message.checkpoint);
  });
  expect(checkpoints.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  for (const from of checkpoints) expect(await run({ pruning, from: structuredClone(from) })).toEqual(whole);
});

test('a trial that pauses at rungs and goes on comes to the same as one that never paused', async () => {
  const whole = await run({});
  let from: Checkpoint | undefined;
  for (const until of [1, 2, whole.record.curve.length]) {
    let last: Checkpoint | undefined;
    const part = await run({ until, checkpointEvery: 1e9, ...(from ? { from } : {}) }, (message) => {
      if (message.type === 'checkpoint') last = structuredClone(message.checkpoint);
    });
    if (until === whole.record.curve.length) expect(part).toEqual(whole);
    else {
      expect(part.record.state).toBe('paused');
      expect(part.record.curve).toEqual(whole.record.curve.slice(0, until));
      expect(last?.epoch).toBe(until);
    }
    from = last;
  }
});

test('a trial that has trained all its epochs is done, whatever its pruner would say', async () => {
  const { record } = await run({ config: config({ epochs: 3 }), pruning });
  expect(record.state).toBe('done');
});

/** The first example with a search, made shorter and given a pruner. */
function prunedLab(pruner?: TuneConfig['pruner']): Lab {
  const { lab } = examples.find((one) => one.lab.steps.some(({ type }) => type === 'tune'))!;
  const { expected: _expected, ...plain } = lab;
  const steps = lab.steps.flatMap((step) => {
    if (step.type !== 'tune') return [];
    return [{ ...step, config: { ...step.config, trials: 10, width: 2, ...(pruner ? { pruner } : {}) } }];
  });
  return { ...plain, steps };
}

test('a study really prunes: less work, the same bits each time, the states in the digest', async () => {
  const lab = prunedLab({ type: 'halving', options: { eta: 2 } });
  const step = lab.steps[0].id;
  const { trials, best } = await runStep(lab, step);
  const states = trials.map(({ state }) => state);
  expect(states).toContain('pruned');
  expect(best?.state).toBe('done');
  const plain = (await runStep(prunedLab(), step)).trials;
  const epochs = (of: typeof trials) => of.reduce((sum, { curve }) => sum + curve.length, 0);
  expect(epochs(trials)).toBeLessThan(epochs(plain));
  trials.forEach(({ params, curve }, i) => {
    expect(params).toEqual(plain[i].params);
    expect(curve).toEqual(plain[i].curve.slice(0, curve.length));
  });
  const { digest } = await runDigest(trials);
  expect((await runDigest((await runStep(lab, step)).trials)).digest).toBe(digest);
  expect((await runDigest(trials.map((trial) => ({ ...trial, state: 'done' as const })))).digest).not.toBe(digest);
}, 60_000);

test('promotion on the real engine: few trials train to the end, and each one has the curve that it would have alone', async () => {
  const lab = prunedLab({ type: 'asha', options: { eta: 2 } });
  const { trials, best } = await runStep(lab, lab.steps[0].id);
  const plain = (await runStep(prunedLab(), lab.steps[0].id)).trials;
  expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['pruned', 'done']));
  expect(best?.state).toBe('done');
  trials.forEach(({ curve }, i) => expect(curve).toEqual(plain[i].curve.slice(0, curve.length)));
}, 60_000);

test('a population on the real engine: members take over weights, and weights trained again are the same bits', async () => {
  const lab = prunedLab({ type: 'population', options: { interval: 2 } });
  const step = lab.steps[0].id;
  const timeless = ({ trials }: Awaited<ReturnType<typeof runStep>>) =>
    trials.map(({ seconds: _seconds, startedAt: _startedAt, ...rest }) => rest);
  const handed = timeless(await runStep(lab, step, { checkpoints: true }));
  expect(timeless(await runStep(lab, step))).toEqual(handed);
  const plain = (await runStep(prunedLab(), step)).trials;
  const heirs = handed.filter(({ lineage }) => lineage!.length > 1);
  expect(heirs.length).toBeGreaterThan(2);
  for (const { index, lineage, curve, params } of heirs) {
    expect(params).toEqual(lineage!.at(-1)!.params);
    // Up to its first change it is the founder's training, then another.
    const founder = plain[lineage![0].member].curve;
    expect(curve.slice(0, lineage![1].from)).toEqual(founder.slice(0, lineage![1].from));
    expect(curve.slice(lineage![1].from), `trial ${index}`).not.toEqual(founder.slice(lineage![1].from));
  }
  for (const { index, lineage, curve } of handed) if (lineage!.length === 1) expect(curve).toEqual(plain[index].curve);
}, 60_000);

test('fidelities on the real engine: the top level is the whole training, lower ones see fewer rows', async () => {
  const plain = prunedLab();
  const id = plain.steps[0].id;
  const measured: Lab = {
    ...plain,
    steps: plain.steps.map((step) =>
      step.type === 'tune'
        ? { ...step, config: { ...step.config, trials: 4, fidelity: { of: 'rows', least: 0.1 } } }
        : step,
    ),
  };
  const { trials } = await runStep(measured, id);
  const whole = (await runStep(plain, id)).trials;
  expect(trials).toHaveLength(4);
  trials.forEach(({ state, metrics, curve, value, share }, i) => {
    expect([state, share]).toEqual(['done', undefined]);
    expect(metrics).toEqual(whole[i].metrics);
    expect(value).toBe(whole[i].value);
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(curve[2].validation).toEqual(metrics);
    expect(curve[0].validation).not.toEqual(metrics);
  });
  const halved: Lab = {
    ...measured,
    steps: measured.steps.map((step) =>
      step.type === 'tune'
        ? { ...step, config: { ...step.config, pruner: { type: 'halving', options: { eta: 3 } } } }
        : step,
    ),
  };
  const few = (await runStep(halved, id)).trials;
  expect(few.map(({ state }) => state)).toContain('pruned');
  const [ended] = few.filter(({ state }) => state === 'pruned');
  expect(ended.share).toBe([1 / 9, 1 / 3][ended.curve.length - 1]);
  expect(ended.metrics).toEqual(trials[ended.index].curve[ended.curve.length - 1].validation);
}, 60_000);

test('the document: a pruner travels in the link, none leaves no trace, and what is wrong is named', async () => {
  const lab = prunedLab({ type: 'median', options: { startupTrials: 3 } });
  expect(await decodeLink(await encodeLink(lab))).toEqual(lab);
  expect(canonicalJson(parseLab(JSON.parse(canonicalJson(prunedLab()))))).not.toContain('pruner');
  const refused =
    (type: string, options = {}) =>
    () =>
      parseLab(prunedLab({ type, options }));
  expect(refused('none')).toThrow(expect.objectContaining({ code: 'pruner-unknown' }));
  expect(refused('median', { startupTrials: -1 })).toThrow(expect.objectContaining({ code: 'field-invalid' }));
});
