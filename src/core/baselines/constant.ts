// The same answer for every row, and answers drawn by the classes' shares.
import { Stream } from '../rng/stream';
import { quantile } from '../stats/describe';
import { classCounts, type BaselineDef } from './baseline';

const repeated = (answer: ArrayLike<number>, rows: number): Float64Array =>
  Float64Array.from({ length: answer.length * rows }, (_, i) => answer[i % answer.length]);

export const majority: BaselineDef = {
  name: 'majority',
  label: 'Most frequent class',
  text: 'Always the most frequent class of the training rows, with the share of each class as its probability.',
  source: 'DummyClassifier(strategy="prior") of scikit-learn',
  tasks: ['binary', 'multiclass'],
  *fit({ target, classes, validation }) {
    yield;
    return repeated(
      classCounts(target, classes).map((count) => count / target.length),
      validation.count,
    );
  },
};

export const mean: BaselineDef = {
  name: 'mean',
  label: 'Mean',
  text: 'Always the mean of the training rows: the constant with the least squared error.',
  source: 'DummyRegressor(strategy="mean") of scikit-learn',
  tasks: ['regression'],
  *fit({ target, validation }) {
    yield;
    let sum = 0;
    for (const value of target) sum += value;
    return repeated([sum / target.length], validation.count);
  },
};

export const median: BaselineDef = {
  name: 'median',
  label: 'Median',
  text: 'Always the median of the training rows: the constant with the least absolute error.',
  source: 'DummyRegressor(strategy="median") of scikit-learn',
  tasks: ['regression'],
  *fit({ target, validation }) {
    yield;
    return repeated([quantile(Float64Array.from(target).sort(), 0.5)], validation.count);
  },
};

export const stratified: BaselineDef = {
  name: 'stratified',
  label: 'Random by shares',
  text: 'A class drawn at random for each row, each as often as in the training rows.',
  source: 'DummyClassifier(strategy="stratified") of scikit-learn',
  tasks: ['binary', 'multiclass'],
  hard: true,
  *fit({ target, classes, validation, seed }) {
    yield;
    const rng = Stream.of(seed, 'baseline', 'stratified');
    const out = new Float64Array(validation.count * classes);
    // A class by its share is the class of a training row drawn at random.
    for (let row = 0; row < validation.count; row++) out[row * classes + target[rng.below(target.length)]] = 1;
    return out;
  },
};
