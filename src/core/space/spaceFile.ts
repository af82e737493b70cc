// A search space as a JSON file: its parameters and constraints, to be carried from one study to another.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { issueText } from '../errors/issueText';
import { constraintsSchema, spaceSchema, type Space } from './space';

const fileSchema = v.strictObject({
  format: v.literal('tablab-space'),
  version: v.literal(1),
  space: spaceSchema,
  constraints: v.optional(constraintsSchema, []),
});

export const spaceToJson = (space: Space, constraints: readonly string[] = []): string =>
  `${JSON.stringify({ format: 'tablab-space', version: 1, space, constraints }, null, 2)}\n`;

/** Throws `space-file` with the place that is wrong. The space is not yet checked against a model. */
export function spaceFromJson(text: string): { space: Space; constraints: string[] } {
  if (text.length > mostSpaceBytes) throw tooLarge();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse('it is not JSON', error);
  }
  const whole = Array.isArray(value) ? { format: 'tablab-space', version: 1, space: value } : value;
  if (typeof whole !== 'object' || whole === null) throw refuse('it holds no list of parameters');
  if (!Array.isArray(value) && (whole as { format?: unknown }).format !== 'tablab-space')
    throw refuse('it has no "format": "tablab-space"');
  const result = v.safeParse(fileSchema, whole, { abortEarly: true });
  if (!result.success) throw refuse(faultText(result.issues[0]));
  const { space, constraints } = result.output;
  if (space.length === 0) throw refuse('it has no parameter');
  return { space, constraints };
}

/** More than 200 parameters with long lists of choices take. */
export const mostSpaceBytes = 16_000_000;
export const tooLarge = (): TablabError => refuse('it is larger than 16 MB, more than any space takes');

const refuse = (reason: string, cause?: unknown): TablabError =>
  new TablabError('space-file', { reason }, cause === undefined ? undefined : { cause });

/** `parameter 2 ("batchSize"), domain.low: it is missing`. */
function faultText(issue: v.BaseIssue<unknown>): string {
  const [list, item, ...rest] = issue.path ?? [];
  const within = rest.map(({ key }) => String(key).slice(0, 40)).join('.');
  const wrong = ofPath(rest) && issue.type === 'regex' ? pathWords(issue.received) : issueText(issue);
  if (list === undefined || item === undefined) return `at ${String(list?.key ?? 'the top').slice(0, 40)}, ${wrong}`;
  const number = Number(item.key) + 1;
  if (list.key === 'constraints') return `rule ${number}: ${wrong}`;
  const { path } = Object(item.value) as { path?: unknown };
  const name = typeof path === 'string' && !ofPath(rest) ? ` ("${path.slice(0, 60)}")` : '';
  return `parameter ${number}${name}${within ? `, ${within}` : ''}: ${wrong}`;
}

const ofPath = (rest: readonly { key: unknown }[]): boolean => rest.at(-1)?.key === 'path';
const pathWords = (found: string) =>
  `${found.slice(0, 60)} is no name of a setting: letters, digits and _ $ . - are allowed, 120 at most`;
