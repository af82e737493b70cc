// JSON that keeps every double: NaN, the infinities and -0, which plain JSON loses, are written as {"$number":"NaN"}.
// A journal needs that, since its digest is made of bits.

const special = (value: number) => !Number.isFinite(value) || Object.is(value, -0);
const nameOf = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

export const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' && special(item) ? { $number: nameOf(item) } : item,
  );

/** Throws a SyntaxError for what is not JSON. */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(text, (_, item: unknown) => (isTagged(item) ? Number(item.$number) : item));

function isTagged(value: unknown): value is { $number: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { $number } = value as { $number?: unknown };
  return typeof $number === 'string' && Object.keys(value).length === 1;
}
