// Texts for what the checks of a data set find: what was seen, and what to do about it.
import type { ErrorText } from './catalogue';

export const checkTexts = {
  'check-repeats': {
    what: 'Repeated rows: {count}. The columns have few values ({combinations} combinations), so rows agree by chance.',
    action: 'Keep them, unless the file holds the same case twice.',
  },
  'check-duplicates': {
    what: 'Repeated rows: {count}. Each equals an earlier row in every column but identifiers.',
    action: 'Remove repeats from the file if they are mistakes: a copy in the test rows makes results look better.',
  },
  'check-conflicts': {
    what: 'Rows that equal a row of another class in every feature: {count}.',
    action: 'No model can be right on all of them. Look for wrong labels, or for a column that tells them apart.',
  },
  'check-no-values': { what: '"{column}" has no values.', action: 'Leave it out.' },
  'check-constant': {
    what: '"{column}" has the same value in every row.',
    action: 'Leave it out: it cannot tell rows apart.',
  },
  'check-near-constant': {
    what: '"{column}" has the same value ("{value}") in {percent} % of its rows.',
    action: 'Keep it only if the few other rows matter.',
  },
  'check-id-like': {
    what: '"{column}" is different in nearly every row, like a row number or a name.',
    action: 'Leave it out: a model can only learn it by heart.',
  },
  'check-counts': {
    what: '"{column}" counts how often each combination occurs: {rows} rows stand for {total}.',
    action:
      'As it is, a model takes every combination for one case. Write the cases out, or learn the counts themselves.',
  },
  'check-weights': {
    what: '"{column}" is by its name a weight: how many others a row stands for.',
    action: 'It says nothing about a row, and training gives every row the same weight. Leave it out.',
  },
  'check-leakage': {
    what: '"{column}" alone predicts "{target}" on unseen rows ({measure} {score}, where a constant guess has {base}).',
    action: 'If it is known only after the target, or made from it, leave it out.',
  },
  'check-leakage-cut': {
    what: '"{column}" is "{target}" cut into parts: none of its values overlap in it (one ends at {low}, the next begins at {high}).',
    action: 'It was made from the target: leave it out.',
  },
  'check-leakage-order': {
    what: '"{column}" puts the rows in the very order of "{target}", as another scale of it does (its logarithm, its square).',
    action: 'If it was made from the target, leave it out. Keep it only if both simply grow together, as in time.',
  },
  'check-leakage-missing': {
    what: 'Whether "{column}" is filled in tells "{target}" (accuracy {score}, where a constant guess has {base}).',
    action: 'It is known only once the target is: leave it out.',
  },
  'check-leakage-sum': {
    what: '"{a}" and "{b}" together are "{target}": {target} = {formula}.',
    action: 'They are parts of the target and known only with it: leave them out.',
  },
  'check-rare-class': {
    what: 'Class "{value}" has {count} of {rows} rows.',
    action: 'So few rows cannot be learned or tested well. Gather more, or merge the class with another.',
  },
  'check-imbalance': {
    what: 'Class "{most}" is {ratio} times as frequent as "{least}".',
    action: 'Accuracy will flatter: judge by F1 or AUC.',
  },
  'check-overlap': {
    what: '{percent} % of the rows equal a row of another class in every feature.',
    action:
      'The features cannot tell the classes apart there: on these rows no model is right on more than {best} %. Look for further columns.',
  },
  'check-no-features': {
    what: 'No column is left to learn "{target}" from.',
    action: 'Take columns in on the Columns tab, or make numbers of text and dates.',
  },
  'check-text': {
    what: 'Running text is not used: {names}.',
    action: 'Its words can be turned into numbers (TF-IDF). Names that tell nothing can stay out.',
  },
  'check-dates': {
    what: 'Dates are not used: {names}.',
    action: 'Their year, month and weekday can become columns where seasons matter.',
  },
  'check-set-aside': {
    what: 'Left out when the data came in: {reasons}.',
    action: 'Take one in on the Columns tab if that is wrong.',
  },
  'check-groups': {
    what: 'The same "{column}" has several rows: {groups} groups of {mean} rows on average. How alike "{target}" is within a group: {score} (1 equal, 0 as between any two rows).',
    action: 'At random, rows of one group train and test. Split by group if new groups are to be predicted.',
  },
  'check-time-order': {
    what: 'Rows near each other in {column} have a similar "{target}" ({score}; 1 equal, 0 as by chance).',
    action:
      'A random split tests between days that were trained on. Split in time order if the future is to be predicted.',
  },
  'check-skew': {
    what: 'Long tails (skewness): {columns}.',
    action: 'Once scaled, a few far values rule the rest. A logarithm or a power brings them together.',
  },
  'check-skew-target': {
    what: 'The target "{column}" has a long tail (skewness {skew}).',
    action: 'Squared errors are ruled by its largest values. Look at the MAE too, and try the Huber loss.',
  },
  'check-coded': {
    what: 'By their names these numbers are codes of categories: {names}.',
    action: 'As numbers they have an order and distances. Make them categories if these mean nothing.',
  },
  'check-many-categories': {
    what: '"{column}" has {levels} categories, {each} rows for each on average.',
    action: 'One column per category is wide and thin. Encode them by the mean of the target, or leave the column out.',
  },
  'check-missing': {
    what: '"{column}" is missing in {percent} % of the rows.',
    action: 'There a model learns from what is filled in. Find the values, or leave the column out.',
  },
  'check-missing-some': {
    what: 'Missing values: {columns}.',
    action: 'They are filled in as the Features station says. Mark them there if a gap may tell something.',
  },
  'check-target-missing': {
    what: 'Rows without a value of the target "{column}": {count}.',
    action: 'They are not used. Find out why: rows without a target often differ from the rest.',
  },
  'check-mixed': {
    what: '"{column}" holds numbers in {percent} % of its rows and words in the others, such as {examples}.',
    action: 'As a number column the words become missing values.',
  },
  'check-outliers': {
    what: 'Values of "{column}" far from the rest: {count} (by quartiles {iqr}, by standard deviation {z}, by median deviation {mad}).',
    action: 'Look at them: mistakes should go, rare true values should stay.',
  },
  'check-correlated': {
    what: '{names} say nearly the same (correlation from {limit}).',
    action: 'One of them is enough for most models, and importance is easier to read.',
  },
  'check-few-rows': {
    what: 'Too few rows: {rows}. At least {needed} are needed to train and validate.',
    action: 'Add rows, or remove a rule that leaves rows out.',
  },
  'check-small': {
    what: 'Only {rows} rows: one split judges by a handful of them, and another split may say otherwise.',
    action: 'Judge by repeated cross-validation (Validate), and read its interval.',
  },
  'check-wide': {
    what: 'There are more features ({columns}) than rows ({rows}).',
    action: 'A model can learn every row by heart. Select or reduce features, and judge by cross-validation.',
  },
  'check-range': {
    what: 'Values of "{column}" outside {low} to {high}: {count}, such as {example}.',
    action: 'By its name the column cannot hold them. Correct them, or leave these rows out.',
  },
  'check-stand-in': {
    what: '"{column}" is {value} in {percent} % of its rows; the nearest other value is {nearest}.',
    action:
      'It looks like a mark for "unknown". Made missing it is filled in instead of learned; or leave these rows out.',
  },
  'check-isolated': {
    what: 'Rows that an isolation forest sets apart: {count} (score above {limit}; 0.5 is ordinary).',
    action: 'Their combination of numbers is unusual. Look at them: mistakes should go, rare true rows should stay.',
  },
  'check-slices': {
    what: 'Combinations of "{a}" and "{b}" with fewer than 5 rows though both are common: {count}, such as {examples}.',
    action: 'A model is not tested there. Gather such rows, or do not trust it on them.',
  },
  'check-drift': {
    what: '"{column}" is distributed differently in the {part} rows than in training ({measure} {distance}, PSI {psi}, p {p}).',
    action:
      'If the rows come in an order, split by time or group on purpose; if not, look for a column that numbers them.',
  },
  'check-unseen': {
    what: 'Categories of "{column}" in the {part} rows that no training row has: {values}, such as {examples}.',
    action: 'They count as "other" or as nothing. Merge rare categories if there are many.',
  },
  'rule-column-kind': {
    what: 'A rule for rows names the column "{column}", which does not hold {expected}.',
    action: 'Remove the rule on the Checks tab, or change the column type.',
  },
} as const satisfies Record<string, ErrorText>;
