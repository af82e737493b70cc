// Sorting of many numbers by their bits, eleven at a time from the lowest (least significant digit radix sort, Knuth
// TAOCP 3, 5.2.5): linear in their count, stable, and the same everywhere. A double orders like an integer once the sign
// bit is flipped, and all other bits with it where the sign is set.

/** Below this many, comparing is quicker. */
const fewest = 1024;
const buckets = 2048;
const passes = 6;

/** Digit `pass` of a double whose high and low half are given. */
function digit(hi: number, lo: number, pass: number): number {
  const mask = hi >> 31;
  if (pass < 3) return ((lo ^ mask) >>> (11 * pass)) & 2047;
  return ((hi ^ (mask | 0x80000000)) >>> (11 * (pass - 3))) & 2047;
}

/** How often each digit occurs, pass by pass. */
function digitCounts(words: Uint32Array, n: number): Uint32Array {
  const counts = new Uint32Array(passes * buckets);
  for (let i = 0; i < n; i++) {
    const word = words[2 * i + 1];
    const mask = word >> 31;
    const lo = words[2 * i] ^ mask;
    const hi = word ^ (mask | 0x80000000);
    counts[lo & 2047]++;
    counts[2048 + ((lo >>> 11) & 2047)]++;
    counts[4096 + (lo >>> 22)]++;
    counts[6144 + (hi & 2047)]++;
    counts[8192 + ((hi >>> 11) & 2047)]++;
    counts[10240 + (hi >>> 22)]++;
  }
  return counts;
}

/** Where each digit's first value goes; null where all values share one digit, so that the pass changes nothing. */
function starts(counts: Uint32Array, pass: number, n: number): Uint32Array | null {
  const from = new Uint32Array(buckets);
  let at = 0;
  for (let d = 0; d < buckets; d++) {
    const count = counts[pass * buckets + d];
    if (count === n) return null;
    from[d] = at;
    at += count;
  }
  return from;
}

/** Sorts ascending in place and returns the array. No value may be NaN; -0 comes before 0, as in `sort`. */
export function sortFloats(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const n = values.length;
  if (n < fewest) return values.sort();
  let from = values;
  let to = new Float64Array(n);
  const counts = digitCounts(wordsOf(from), n);
  for (let pass = 0; pass < passes; pass++) {
    const places = starts(counts, pass, n);
    if (!places) continue;
    const words = wordsOf(from);
    for (let i = 0; i < n; i++) to[places[digit(words[2 * i + 1], words[2 * i], pass)]++] = from[i];
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return values;
}

/**
 * The places of the values in ascending or descending order. Equal values (0 and -0 are) keep their order; NaN comes
 * last either way.
 */
export function orderFloats(values: Float64Array, descending = false): Uint32Array<ArrayBuffer> {
  let present = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === values[i]) present++;
  const order = new Uint32Array(values.length);
  let from = { keys: new Float64Array(present), rows: new Uint32Array(present) };
  let at = 0;
  let missing = present;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === value) {
      from.rows[at] = i;
      // Negated, so that descending order is stable too; adding 0 makes -0 equal to 0.
      from.keys[at++] = (descending ? -value : value) + 0;
    } else order[missing++] = i;
  }
  if (present < fewest) {
    const { keys } = from;
    const places = Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
    order.set(places.map((place) => from.rows[place]));
    return order;
  }
  let to = { keys: new Float64Array(present), rows: new Uint32Array(present) };
  const counts = digitCounts(wordsOf(from.keys), present);
  for (let pass = 0; pass < passes; pass++) {
    const places = starts(counts, pass, present);
    if (!places) continue;
    const words = wordsOf(from.keys);
    for (let i = 0; i < present; i++) {
      const place = places[digit(words[2 * i + 1], words[2 * i], pass)]++;
      to.keys[place] = from.keys[i];
      to.rows[place] = from.rows[i];
    }
    [from, to] = [to, from];
  }
  order.set(from.rows);
  return order;
}

/** Low and high half of each double: every platform that runs this is little-endian. */
const wordsOf = (values: Float64Array) => new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
