// Options as somebody gave them, held to their fields.
import * as v from 'valibot';
import { TablabError, type ErrorDetails } from '../errors/error';
import { expectation, fieldsSchema, type Fields, type Scalar, type Values } from './field';
import { own } from './own';

/** Made once per set of fields: a search checks thousands of models. */
const schemas = new WeakMap<Fields, v.GenericSchema<unknown, Values<Fields>>>();

function schemaOf(fields: Fields): v.GenericSchema<unknown, Values<Fields>> {
  let schema = schemas.get(fields);
  if (!schema) schemas.set(fields, (schema = fieldsSchema(fields)));
  return schema;
}

/** Of a value that is refused, so much is repeated. */
const longestShown = 80;

/**
 * All options, missing ones at their defaults. Throws `field-invalid` for the first that is none, or is out of its range:
 * `of` names whose option it is ("of the step ..."), `details` go into the error besides.
 */
export function complete<F extends Fields>(
  fields: F,
  given: Readonly<Record<string, Scalar>> | undefined,
  of: string,
  details: ErrorDetails = {},
): Values<F> {
  const result = v.safeParse(schemaOf(fields), given ?? {});
  if (result.success) return result.output as Values<F>;
  const key = String(result.issues[0].path?.[0]?.key ?? '');
  const field = own(fields, key);
  throw new TablabError('field-invalid', {
    field: `${key} ${of}`,
    value: (JSON.stringify(own(given, key)) ?? 'missing').slice(0, longestShown),
    expected: field ? expectation(field) : 'left out (there is no such option)',
    ...details,
  });
}
