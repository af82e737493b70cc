// Python's json writes NaN, Infinity and -Infinity, which JSON does not know.

/**
 * The text with NaN as `null` and the infinities as `infinity` says, texts in quotes left as they are; and how many there
 * were. Takes time in proportion to the text, whatever it holds.
 */
export function withoutPythonNumbers(
  text: string,
  infinity: (negative: boolean) => string = () => 'null',
): { readonly text: string; readonly count: number } {
  const token = /"|-?\b(?:NaN|Infinity)\b/g;
  const parts: string[] = [];
  let from = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [word] = found;
    if (word === '"') {
      const end = closingQuote(text, found.index);
      if (end < 0) break;
      token.lastIndex = end + 1;
      continue;
    }
    parts.push(text.slice(from, found.index), word.endsWith('NaN') ? 'null' : infinity(word.startsWith('-')));
    from = found.index + word.length;
  }
  return { text: parts.join('') + text.slice(from), count: parts.length / 2 };
}

/** Where the text in quotes that begins here ends; -1 when it never does. */
function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
