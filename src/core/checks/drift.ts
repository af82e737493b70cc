// Whether the validation and test rows look like the training rows: how far each feature's distribution lies apart, and
// categories that training does not know. A difference must be larger than chance (1 % false discoveries over all columns
// and both parts) and large enough to matter: with many rows everything is significant.
import { sortedPresent } from '../stats/describe';
import {
  chiSquaredTest,
  decileCounts,
  falseDiscovery,
  jensenShannon,
  kolmogorovSmirnov,
  pooled,
  stabilityIndex,
} from '../stats/twoSamples';
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding } from './check';

const fewest = 20;
const chance = 0.01;
/** Least Kolmogorov-Smirnov distance, or Jensen-Shannon distance in base 2, that is worth a finding. */
const notable = 0.1;
const large = 0.3;

export interface Drift {
  readonly measure: 'KS distance' | 'Jensen-Shannon distance';
  readonly distance: number;
  readonly p: number;
  /** Population stability index; categories: by category. */
  readonly psi: number;
}

export const drift: CheckDef = {
  name: 'drift',
  label: 'Training unlike validation or test',
  async run({ features, split, pause }) {
    if (!split) return [];
    const found: { column: Column; part: string; rows: Uint32Array; drift: Drift }[] = [];
    const unseen: Finding[] = [];
    for (const part of ['validation', 'test'] as const) {
      const rows = split[part];
      if (rows.length < fewest || split.train.length < fewest) continue;
      for (const column of features) {
        await pause();
        const one = driftOf(column, split.train, rows);
        if (one) found.push({ column, part, rows, drift: one });
        const strange = unseenIn(column, split.train, rows);
        if (strange.length > 0) unseen.push(unseenFinding(column, part, strange));
      }
    }
    const adjusted = falseDiscovery(found.map((one) => one.drift.p));
    const drifting = found.flatMap(({ column, part, rows, drift: { measure, distance, psi } }, i) => {
      if (!(adjusted[i] < chance) || distance < notable) return [];
      const fixes = [{ kind: 'exclude', columns: [column.name] }] as const;
      const details = {
        column: column.name,
        part,
        measure,
        distance: Number(distance.toFixed(3)),
        psi: Number(psi.toFixed(3)),
        p: Number(adjusted[i].toPrecision(2)),
      };
      const severity = distance >= large ? 'warn' : 'info';
      return [finding('check-drift', { severity, details, columns: [column.name], rows: Array.from(rows), fixes })];
    });
    return [...drifting, ...unseen];
  },
};

/** How far two sets of rows of one column lie apart; null for what has no distribution to compare. */
export function driftOf({ data }: Column, reference: Uint32Array, current: Uint32Array): Drift | null {
  if (data.kind === 'image') return null;
  if (data.kind === 'number') {
    const of = (rows: Uint32Array) => sortedPresent(Float64Array.from(rows, (row) => data.values[row]));
    const [a, b] = [of(reference), of(current)];
    if (a.length === 0 || b.length === 0) return null;
    const { statistic, p } = kolmogorovSmirnov(a, b);
    return { measure: 'KS distance', distance: statistic, p, psi: stabilityIndex(...decileCounts(a, b)) };
  }
  const count = (rows: Uint32Array) => {
    const counts = new Float64Array(data.dictionary.length);
    for (const row of rows) if (data.codes[row] >= 0) counts[data.codes[row]]++;
    return counts;
  };
  const [a, b] = pooled(count(reference), count(current));
  const { p } = chiSquaredTest(a, b);
  if (Number.isNaN(p)) return null;
  return { measure: 'Jensen-Shannon distance', distance: jensenShannon(a, b), p, psi: stabilityIndex(a, b) };
}

/** Rows whose category does not occur in the reference rows. */
function unseenIn({ data }: Column, reference: Uint32Array, current: Uint32Array): number[] {
  if (data.kind !== 'dict') return [];
  const known = new Uint8Array(data.dictionary.length);
  for (const row of reference) if (data.codes[row] >= 0) known[data.codes[row]] = 1;
  return Array.from(current).filter((row) => data.codes[row] >= 0 && known[data.codes[row]] === 0);
}

function unseenFinding({ name, data }: Column, part: string, rows: readonly number[]): Finding {
  const values =
    data.kind === 'dict' ? [...new Set(rows.map((row) => data.dictionary[data.codes[row]].slice(0, 40)))] : [];
  const examples = values.slice(0, 3).map((value) => `"${value}"`);
  const details = { column: name, part, count: rows.length, values: values.length, examples: examples.join(', ') };
  return finding('check-unseen', { severity: 'info', details, columns: [name], rows });
}
