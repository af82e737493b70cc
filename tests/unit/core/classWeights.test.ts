// Balanced class weights: the definition, and what becomes of them in a trial's plan.
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { TablabError } from '$core/errors/error';
import { balancedWeights } from '$core/train/classWeights';
import { classWeightsFor, planTrial } from '$engine/train/plan';
import { config, problem } from '../../support/training';

// compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 0, 0, 1, 1, 2]) of scikit-learn 1.9.1
it('agrees with scikit-learn', () => {
  expect(balancedWeights([0, 0, 0, 0, 0, 1, 1, 2], 3)).toEqual([8 / 15, 8 / 6, 8 / 3]);
});

it('gives every class that occurs the same total, n in all, and others nothing', () => {
  const targets = fc.array(fc.nat(5), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(targets, (target) => {
      const weights = balancedWeights(target, 7);
      const totals = weights.map((weight, c) => weight * target.filter((t) => t === c).length);
      const present = new Set(target);
      totals.forEach((total, c) => expect(total).toBeCloseTo(present.has(c) ? target.length / present.size : 0, 9));
    }),
  );
});

it('takes them from the training rows, only where asked for', () => {
  const data = problem();
  expect(planTrial(config(), data, 1, 0).options).not.toHaveProperty('classWeights');
  expect(planTrial(config({ classWeights: 'none' }), data, 1, 0).options).not.toHaveProperty('classWeights');
  const { options } = planTrial(config({ classWeights: 'balanced' }), data, 1, 0);
  expect(options.classWeights).toEqual(balancedWeights(data.train.target, 3));
});

it('refuses them for numbers', () => {
  const attempt = () => classWeightsFor(problem({ task: 'regression' }), 'balanced');
  expect(attempt).toThrow(TablabError);
  expect(attempt).toThrow(/classWeights/);
});
