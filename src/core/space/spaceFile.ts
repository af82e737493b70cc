// A search space as a JSON file: its parameters and constraints, to be carried from one study to another.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TablabError('space-file', { reason: 'it is not JSON' }, { cause: error });
  }
  const whole = Array.isArray(value) ? { format: 'tablab-space', version: 1, space: value } : value;
  const result = v.safeParse(fileSchema, whole, { abortEarly: true });
  if (result.success) return { space: result.output.space, constraints: result.output.constraints };
  const [issue] = result.issues;
  const at = v.getDotPath(issue) ?? 'the top';
  throw new TablabError('space-file', { reason: `at ${at}: ${issue.message.slice(0, 120)}` });
}
