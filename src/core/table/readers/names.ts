// Column names that are all different and none empty.
import type { ImportNote } from '../types';
import { listOf, note } from './notes';

const longest = 200;

/** Trims, completes and numbers names; says in notes what it changed. */
export function uniqueNames(raw: readonly string[]): { names: string[]; notes: ImportNote[] } {
  const taken = new Set(raw.map((name) => name.trim()));
  const seen = new Set<string>();
  const doubled: string[] = [];
  const unnamed: string[] = [];
  const fresh = (base: string, from: number) => {
    let n = from;
    while (taken.has(`${base}_${n}`)) n++;
    const name = `${base}_${n}`;
    taken.add(name);
    return name;
  };
  const names = raw.map((text, i) => {
    let name = text.trim();
    // The lab document bounds names; a cut must not make two equal.
    if (name.length > longest) {
      name = name.slice(0, longest - 8);
      if (taken.has(name)) name = fresh(name, 2);
      taken.add(name);
    }
    if (name === '') {
      const given = taken.has(`column_${i + 1}`) ? fresh('column', i + 1) : `column_${i + 1}`;
      taken.add(given);
      seen.add(given);
      unnamed.push(given);
      return given;
    }
    if (seen.has(name)) {
      const given = fresh(name, 2);
      seen.add(given);
      doubled.push(given);
      return given;
    }
    seen.add(name);
    return name;
  });
  const notes: ImportNote[] = [];
  if (doubled.length > 0) notes.push(note('duplicate-names', { names: listOf(doubled) }, doubled.length));
  if (unnamed.length > 0) notes.push(note('unnamed-columns', { names: listOf(unnamed) }, unnamed.length));
  return { names, notes };
}
