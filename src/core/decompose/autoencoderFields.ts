// What an autoencoder is asked, by the look on the Reduce tab and by the step of the pipeline.
import { choice, float, int, type Values } from '../fields/field';

export const autoencoderFields = {
  components: int('Code size', 2, 1, 256, { log: true, help: 'Numbers in the narrow middle.' }),
  hidden: int('Hidden units', 64, 2, 1024, { log: true, help: 'In each layer on the way in and out.' }),
  layers: int('Hidden layers', 1, 0, 4, { help: 'On either side of the code; 0: a linear autoencoder.' }),
  activation: choice('Activation', 'relu', [
    { value: 'relu', label: 'ReLU' },
    { value: 'elu', label: 'ELU' },
    { value: 'tanh', label: 'Tanh' },
  ]),
  epochs: int('Epochs', 200, 1, 5000, { log: true }),
  learningRate: float('Learning rate', 0.003, 1e-5, 0.1, { log: true }),
  batchSize: int('Batch size', 32, 4, 1024, { log: true }),
  rows: int('Rows at most', 5000, 50, 50_000, { log: true, help: 'More are taken evenly.' }),
};
export type AutoencoderOptions = Values<typeof autoencoderFields>;
