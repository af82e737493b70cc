// A number for each list that was ever drawn, so that a chart sees when it is given another one.
const known = new WeakMap<object, number>();
let last = 0;

/** The same for the same list, 0 for none. For signatures of charts whose data are not added to but replaced. */
export function identity(list: object | undefined): number {
  if (!list) return 0;
  let number = known.get(list);
  if (number === undefined) known.set(list, (number = ++last));
  return number;
}
