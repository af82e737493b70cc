import { exampleLab, training, type Example } from './example';

export const digits: Example = {
  id: 'digits',
  summary: 'A convolutional network on 10,000 real digits.',
  lab: exampleLab({
    title: 'Digits: a convolutional network',
    note:
      'A network of two small convolutions learns to read 6,000 handwritten digits and is judged on 2,000 that it ' +
      'never saw. After one epoch it reads 93 in 100 of them, after five about 97. Look at the confusion matrix: the ' +
      'most common mistake that is left is a five read as an eight.',
    data: { kind: 'bundled', id: 'digits' },
    roles: { target: 'digit', task: 'multiclass', exclude: [] },
    steps: [{ id: 'train', type: 'train', config: training('image', { epochs: 5 }) }],
  }),
};
