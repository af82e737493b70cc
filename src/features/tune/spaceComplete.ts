// What can stand at the caret of a space's text: settings of the model, domains with a proposed range, conditions.
import { domainWords, spaceText } from '$core/space/spaceText';
import type { TunableField } from '$core/space/tunable';
import type { Param } from '$core/space/space';

export interface Completion {
  /** What is written into the text. */
  readonly insert: string;
  /** What it is, shown beside it. */
  readonly detail: string;
}
export interface Completions {
  /** The word that a completion replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

const mostShown = 8;

export function completionsAt(
  text: string,
  caret: number,
  fields: readonly TunableField[],
  space: readonly Param[],
): Completions {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const before = text.slice(start, caret);
  const word = /[A-Za-z_$][A-Za-z0-9_$.-]*$/.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  const left = before.slice(0, before.length - word.length);
  const options = candidates(left, fields, space)
    .map((option) => ({ option, far: farFrom(option, word.toLowerCase()) }))
    .filter(({ option, far }) => far < Infinity && option.insert !== word)
    .sort((a, b) => a.far - b.far)
    .map(({ option }) => option)
    .slice(0, mostShown);
  return { from, to: caret, options: left.includes('#') ? [] : options };
}

/** How little an option is what was begun: its name or a part of it begins so, has it within, or only what is said of it has. */
function farFrom({ insert, detail }: Completion, word: string): number {
  const text = insert.toLowerCase();
  const name = text.split(' = ')[0];
  if (name.startsWith(word)) return 0;
  if (name.includes(`.${word}`)) return 1;
  if (name.includes(word)) return 2;
  if (word.length > 1 && detail.toLowerCase().includes(word)) return 3;
  return text.includes(word) ? 4 : Infinity;
}

function candidates(left: string, fields: readonly TunableField[], space: readonly Param[]): Completion[] {
  const named = ({ path, group, label }: TunableField): Completion => ({ insert: path, detail: `${group}: ${label}` });
  if (/^\s*$/.test(left)) {
    const free = fields.filter(({ path }) => !space.some((param) => param.path === path));
    const rules = [
      { insert: 'require ', detail: 'a relation that every point keeps' },
      { insert: 'forbid ', detail: 'a combination that no point has' },
    ];
    return [...free.map((field) => ({ ...named(field), insert: lineOf(field) })), ...rules];
  }
  const about = /^\s*([^\s=]+)\s*=\s*/.exec(left)?.[1];
  if (/^\s*(require|forbid)\s/.test(left) || /\bwhen\s+$/.test(left)) {
    const words = ['and ', 'or ', 'not ', 'in ['].map((insert) => ({ insert, detail: '' }));
    return [...fields.map(named), ...(/\bwhen\s+$/.test(left) ? [] : words)];
  }
  const of = /\bwhen\s+(\S+)\s+(?:in\s*\[[^\]]*|==\s*)$/.exec(left)?.[1];
  if (of) return valuesOf(of, fields).map((insert) => ({ insert, detail: '' }));
  if (about && /=\s*$/.test(left)) {
    const field = fields.find(({ path }) => path === about);
    const own = field ? [{ insert: domainOf(field), detail: 'proposed' }] : [];
    return [
      ...own,
      ...domainWords.map((insert) => ({ insert: insert === 'bool' ? insert : `${insert}(`, detail: '' })),
    ];
  }
  if (about && /\)\s+$|\bbool\s+$/.test(left))
    return [{ insert: 'when ', detail: 'only while another setting is ...' }];
  if (about && /\((?:[^)]*,)?\s*$/.test(left)) {
    const values = valuesOf(about, fields).map((insert) => ({ insert, detail: '' }));
    return [...values, ...['log', 'reverse log', 'step '].map((insert) => ({ insert, detail: '' }))];
  }
  return [];
}

const lineOf = (field: TunableField): string => {
  const { path, domain, when } = field;
  return spaceText([{ path, domain, ...(when ? { when } : {}) }]).trimEnd();
};
const domainOf = (field: TunableField): string => lineOf(field).slice(field.path.length + 3);

function valuesOf(path: string, fields: readonly TunableField[]): string[] {
  const field = fields.find((one) => one.path === path)?.field;
  if (field?.kind === 'choice') return field.options.map(({ value }) => `"${value}"`);
  return field?.kind === 'bool' ? ['true', 'false'] : [];
}
