// Weights that let rare classes count as much as frequent ones in training, as scikit-learn's
// compute_class_weight("balanced"): n / (k n_c), after King and Zeng, Logistic Regression in Rare Events Data (2001).

/**
 * One weight for each class index, from the classes of the training rows: n rows, k classes that occur, n_c rows of
 * the class. The rows' weights sum to n. A class that does not occur gets 0. target: class indexes below `classes`.
 */
export function balancedWeights(target: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < target.length; row++) counts[target[row]]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? target.length / (present * count) : 0));
}
