// The lab on the home page: two moons, one small network, three things to turn. A real lab under a fixed id, so that
// what was tried here is found under "My labs".
import { defaultFeatures, defaultSplit, labVersion, type Lab, type TrainStep } from '$core/lab/document';
import { defaultTrainConfig } from '$core/train/config';
import { firstEpochs, firstKnobs, firstStep, type Knobs } from './knobs';

/** The lab with these settings; everything else of `lab` is kept. */
export function withKnobs(lab: Lab, { noise, units, learningRate }: Knobs): Lab {
  const base = defaultTrainConfig('table');
  const dense = (id: string, n: number) => ({ id, type: 'dense', options: { units: n, activation: 'tanh' } });
  const train: TrainStep = {
    id: firstStep,
    type: 'train',
    config: {
      ...base,
      layers: [dense('h1', units), dense('h2', Math.max(2, units / 2))],
      optimizer: { ...base.optimizer, learningRate },
      epochs: firstEpochs,
    },
  };
  const others = lab.steps.filter(({ id }) => id !== firstStep);
  return {
    ...lab,
    data: { kind: 'generated', id: 'moons', options: { rows: 400, noise }, seed: 1 },
    steps: [train, ...others],
  };
}

export function firstLab(knobs: Knobs = firstKnobs): Lab {
  const empty: Lab = {
    format: 'tablab',
    version: labVersion,
    title: 'First look: two moons',
    seed: 1,
    data: { kind: 'generated', id: 'moons', options: {}, seed: 1 },
    roles: { target: 'class', task: 'binary', exclude: [] },
    features: defaultFeatures,
    split: defaultSplit,
    executor: 'auto',
    steps: [],
  };
  return withKnobs(empty, knobs);
}
