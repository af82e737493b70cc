// Small tables for tests.
import type { Column } from '$core/table/types';

export const idle = { progress: () => undefined, pause: () => Promise.resolve() };

export const number = (name: string, values: readonly (number | null)[] | Float64Array): Column => ({
  name,
  type: 'numeric',
  data: { kind: 'number', values: Float64Array.from(values, (value) => value ?? NaN) },
});

export function words(name: string, values: readonly (string | null)[], type: Column['type'] = 'categorical'): Column {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value)));
  return { name, type, data: { kind: 'dict', dictionary, codes } };
}

export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
