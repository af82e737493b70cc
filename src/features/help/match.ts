// Ranking of palette entries for what was typed. Pure.

/** How well a text matches: 0 not at all; whole words at their start beat letters in order. */
export function matchScore(text: string, query: string): number {
  const q = query.trim().toLowerCase();
  if (q === '') return 1;
  const t = text.toLowerCase();
  if (t.startsWith(q)) return 4;
  if (t.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(q))) return 3;
  if (t.includes(q)) return 2;
  let at = 0;
  for (const letter of t) if (letter === q[at]) at++;
  return at === q.length ? 1 : 0;
}
