// What can be turned on the first lab, and where it is kept.

export const firstLabId = 'first-look';
export const firstStep = 'train';
export const firstEpochs = 120;

export interface Knobs {
  readonly noise: number;
  readonly units: number;
  readonly learningRate: number;
}
export const firstKnobs: Knobs = { noise: 0.15, units: 16, learningRate: 0.01 };
