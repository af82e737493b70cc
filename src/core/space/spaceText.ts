// A search space as text, one parameter or constraint a line; and back. Comments start with `#`.
//   optimizer.learningRate = float(1e-4, 0.1, log)        layers.h1.units = int(8, 64, step 8)
//   optimizer.type = choice("adam", "sgd")                batchSize = ordinal(16, 64, 256)
//   layers.h2.enabled = bool                              epochs = fixed(30)
//   layers.h2.units = int(4, 32) when layers.h2.enabled in [true]
//   require layers.h1.units >= layers.h2.units            forbid optimizer.type == "sgd" and batchSize > 64
import { normalise } from './domains';
import { readCondition, readList, readValue } from './constraint';
import type { Domain, Param, Space } from './space';
import { quoted, Reader, TextProblem, tokens, type Token } from './tokens';
import type { Scalar } from '../fields/field';

export interface SpaceTextError {
  /** Offsets into the whole text. */
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface ReadSpace {
  readonly space: Param[];
  readonly constraints: string[];
  /** One per line at most, in order. The lines concerned are left out above. */
  readonly errors: SpaceTextError[];
  /** Where each parameter and each constraint was written: offset of its line. */
  readonly paramAt: ReadonlyMap<string, number>;
  readonly constraintAt: readonly number[];
}

export const domainWords = ['float', 'int', 'choice', 'ordinal', 'bool', 'fixed'] as const;

export function readSpaceText(text: string): ReadSpace {
  const space: Param[] = [];
  const constraints: string[] = [];
  const errors: SpaceTextError[] = [];
  const paramAt = new Map<string, number>();
  const constraintAt: number[] = [];
  let offset = 0;
  text.split('\n').forEach((line, i) => {
    try {
      const list = tokens(line, offset);
      const rule = list[0].text;
      if (list[0].kind === 'word' && (rule === 'require' || rule === 'forbid') && list[1].text !== '=') {
        constraints.push(readRule(list, line, offset, rule));
        constraintAt.push(offset);
      } else if (list[0].kind !== 'end') {
        const param = readParam(new Reader(list));
        paramAt.set(param.path, offset);
        space.push(param);
      }
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      const { from, to, reason } = error;
      errors.push({ from, to, line: i + 1, column: from - offset + 1, reason });
    }
    offset += line.length + 1;
  });
  return { space, constraints, errors, paramAt, constraintAt };
}

function readRule(list: readonly Token[], line: string, offset: number, rule: 'require' | 'forbid'): string {
  const reader = new Reader(list.slice(1));
  const start = reader.next.from - offset;
  readCondition(reader);
  if (reader.next.kind !== 'end') reader.fail('"and", "or" or the end');
  const text = line.slice(start, list[list.length - 2].to - offset);
  return rule === 'require' ? text : `not (${text})`;
}

function readParam(reader: Reader): Param {
  const path = reader.takeKind('word') ?? reader.fail('a parameter, "require" or "forbid"');
  reader.need('=');
  const domain = readDomain(reader);
  let when: Param['when'];
  if (reader.take('when')) {
    const parent = reader.takeKind('word') ?? reader.fail('a parameter');
    if (reader.take('in')) when = { path: parent.text, in: readList(reader) };
    else {
      // One sign is enough: nothing is set here.
      const one = reader.take('==') || reader.take('=');
      if (!one && reader.next.kind !== 'end') reader.fail('==, "in" or the end of the line');
      when = { path: parent.text, in: [one ? readValue(reader) : true] };
    }
  }
  if (reader.next.kind !== 'end') reader.fail(when ? 'the end of the line' : '"when" or the end of the line');
  return { path: path.text, domain, ...(when ? { when } : {}) };
}

function readDomain(reader: Reader): Domain {
  const word = domainWords.find((one) => reader.take(one));
  if (!word) reader.fail(`one of ${domainWords.join(', ')}`);
  if (word === 'bool') return { kind: 'bool' };
  reader.need('(');
  const domain = word === 'float' || word === 'int' ? readRange(reader, word) : readChoices(reader, word);
  reader.need(')');
  return domain;
}

function readChoices(reader: Reader, kind: 'choice' | 'ordinal' | 'fixed'): Domain {
  const values: Scalar[] = [readValue(reader)];
  if (kind === 'fixed') return { kind, value: values[0] };
  while (reader.take(',')) values.push(readValue(reader));
  return { kind, values };
}

function readRange(reader: Reader, kind: 'float' | 'int'): Domain {
  const low = readNumber(reader, kind);
  reader.need(',');
  const high = readNumber(reader, kind);
  const more: { step?: number; log?: true; reverse?: true } = {};
  while (reader.take(',')) {
    if (reader.take('log')) {
      // As in Python: `log=True`.
      if (!reader.take('=') || readSwitch(reader)) more.log = true;
    } else if (reader.take('reverse')) {
      reader.need('log');
      [more.log, more.reverse] = [true, true];
    } else if (reader.take('step')) {
      reader.take('=');
      more.step = readNumber(reader, kind, true);
    } else reader.fail('log, reverse log or step');
  }
  return { kind, low, high, ...more };
}

function readSwitch(reader: Reader): boolean {
  if (['true', 'True'].some((word) => reader.take(word))) return true;
  if (!['false', 'False'].some((word) => reader.take(word))) reader.fail('true or false');
  return false;
}

function readNumber(reader: Reader, kind: 'float' | 'int', positive = false): number {
  const { from, to } = reader.next;
  const value = readValue(reader);
  if (typeof value !== 'number') throw new TextProblem('expected a number', from, to);
  if (kind === 'int' && !Number.isSafeInteger(value)) throw new TextProblem('expected a whole number', from, to);
  if (positive && !(value > 0)) throw new TextProblem('a step must be above 0', from, to);
  return value;
}

/** The text of a space; `readSpaceText` gives the same space back. */
export function spaceText(space: Space, constraints: readonly string[] = []): string {
  const lines = space.map((param) => `${param.path} = ${domainAsText(param.domain)}${whenText(param.when)}`);
  return [...lines, ...constraints.map((text) => `require ${text}`)].map((line) => `${line}\n`).join('');
}

const valueText = (value: Scalar) => (typeof value === 'string' ? quoted(value) : String(value));
const whenText = (when: Param['when']) => (when ? ` when ${when.path} in [${when.in.map(valueText).join(', ')}]` : '');

function domainAsText(given: Domain): string {
  if (given.kind === 'bool') return 'bool';
  if (given.kind === 'fixed') return `fixed(${valueText(given.value)})`;
  if (given.kind === 'choice' || given.kind === 'ordinal')
    return `${given.kind}(${given.values.map(valueText).join(', ')})`;
  const { kind, low, high, step, log, reverse } = normalise(given) as Extract<Domain, { kind: 'int' | 'float' }>;
  const scale = log ? (reverse ? ', reverse log' : ', log') : '';
  return `${kind}(${low}, ${high}${step === undefined ? '' : `, step ${step}`}${scale})`;
}
