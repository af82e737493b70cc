// Findings of one kind in many columns stand together, so that the few that matter are not lost among them.
import type { Finding } from '$core/checks/check';
import { columnList } from './words';

/** From so many of one kind they are one line that opens. */
const many = 4;

export interface FindingGroup {
  readonly code: string;
  readonly findings: readonly Finding[];
  /** What they have in common; null for a finding on its own. */
  readonly title: string | null;
}

const titles: Readonly<Record<string, (count: number) => string>> = {
  'check-outliers': (count) => `Values far from the rest in ${count} columns`,
  'check-correlated': (count) => `${count} groups of columns that say nearly the same`,
  'check-missing': (count) => `${count} columns with many missing values`,
  'check-rare-class': (count) => `${count} classes with few rows`,
  'check-slices': (count) => `${count} pairs of columns with combinations that hardly occur`,
  'check-unseen': (count) => `Categories that no training row has: ${count} times`,
  'check-stand-in': (count) => `${count} columns with a number that may stand for "unknown"`,
  'check-drift': (count) => `${count} columns that differ between training and other rows`,
  'check-leakage-order': (count) => `${count} columns in the very order of the target`,
  'check-leakage': (count) => `${count} columns that alone predict the target`,
  'check-id-like': (count) => `${count} columns like identifiers`,
  'check-constant': (count) => `${count} columns with one value`,
  'check-near-constant': (count) => `${count} columns with nearly one value`,
  'check-no-values': (count) => `${count} columns without values`,
  'check-many-categories': (count) => `${count} columns with many categories`,
  'check-groups': (count) => `${count} columns whose values recur in groups of rows`,
};

/** In the order of the first of each kind. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.text.code}`;
    const known = kinds.get(key);
    if (known) known.push(finding);
    else kinds.set(key, [finding]);
  }
  return [...kinds.values()].flatMap((kind): FindingGroup[] => {
    const { code } = kind[0].text;
    const title = titles[code]?.(kind.length);
    if (kind.length >= many && title) return [{ code, findings: kind, title }];
    return kind.map((finding) => ({ code, findings: [finding], title: null }));
  });
}

/** The columns of a group, the first few by name. */
export const groupColumns = ({ findings }: FindingGroup): string =>
  columnList([...new Set(findings.flatMap(({ columns }) => columns))]);
