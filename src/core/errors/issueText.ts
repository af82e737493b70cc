// What a schema finds wrong with a document, in the product's words: what must stand there and what does.
import type { BaseIssue } from 'valibot';

/** Of what a document has, so much is repeated. */
const longestFound = 80;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list in square brackets',
  Object: 'an object in braces',
  null: 'null',
};
const bounds: Readonly<Record<string, (bound: string) => string>> = {
  min_value: (bound) => `it must be at least ${bound}`,
  max_value: (bound) => `it must be at most ${bound}`,
  gt_value: (bound) => `it must be larger than ${bound}`,
  lt_value: (bound) => `it must be smaller than ${bound}`,
};

/** A clause without an end: `it is missing`, `it must be "int" or "float", and is "real"`. */
export function issueText({ type, expected, received, message, requirement, input }: BaseIssue<unknown>): string {
  if (received === 'undefined') return 'it is missing';
  if (expected === 'never') return 'no such entry is known here';
  const found = shortened(received);
  if (type === 'finite') return `it must be a number with an end, and is ${found}`;
  if (type === 'integer') return `it must be a whole number, and is ${found}`;
  if (type === 'regex') return `${found} is not spelled as such an entry must be`;
  const bound = bounds[type];
  if (bound) return `${bound(String(requirement))}, and is ${found}`;
  if (/^(min|max)_(length|entries)$/.test(type)) return sizeText(type, Number(requirement), input);
  if (type === 'non_empty') return 'it is empty';
  if (!expected) return message.slice(0, longestFound);
  return `it must be ${alternatives(expected)}, and is ${kinds[found] ?? found}`;
}

function sizeText(type: string, size: number, input: unknown): string {
  const one = typeof input === 'string' ? 'character' : 'entry';
  const many = typeof input === 'string' ? 'characters' : 'entries';
  if (type.startsWith('min') && size === 1) return 'it is empty';
  return `it must have at ${type.startsWith('min') ? 'least' : 'most'} ${size} ${size === 1 ? one : many}`;
}

const shortened = (text: string) => (text.length > longestFound ? `${text.slice(0, longestFound)}…` : text);

/** `("a" | "b" | "c")` as `"a", "b" or "c"`. */
function alternatives(expected: string): string {
  const parts = expected.replace(/^\((.*)\)$/s, '$1').split(' | ');
  const words = parts.map((part) => kinds[part] ?? part);
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
