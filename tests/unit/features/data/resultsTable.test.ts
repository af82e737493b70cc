// Which data sets are offered to be searched as they stand.
import { describe, expect, it } from 'vitest';
import { isTableOfResults } from '../../../../src/features/data/resultsTable';

const offered = (words: string[], numbers: string[]) =>
  isTableOfResults([
    ...words.map((name) => ({ name, type: 'text' as const })),
    ...numbers.map((name) => ({ name, type: 'numeric' as const })),
  ]);

describe('a table of results', () => {
  it.each([
    [['arch_str'], ['cifar10 test accuracy', 'params']],
    [['genotype'], ['val_acc']],
    [['optimizer'], ['learning_rate', 'valid_loss']],
    [['op_0', 'op_1'], ['accuracy']],
  ])('%j with %j', (words, numbers) => expect(offered(words, numbers)).toBe(true));

  it.each([
    [
      ['species', 'island'],
      ['bill_length', 'body_mass'],
    ],
    [
      ['workclass', 'education'],
      ['age', 'hours_per_week', 'capital_loss'],
    ],
    [['network'], ['minutes']],
    [['name'], ['accident', 'acceleration', 'accuracy']],
    [['arch', 'accuracy'], []],
  ])('is not %j with %j', (words, numbers) => expect(offered(words, numbers)).toBe(false));
});
