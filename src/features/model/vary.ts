// How a form turns a field into a search parameter. The Tune page owns the space; the form only asks.
import type { Domain, Param, Space } from '$core/space/space';
import type { TunableField } from '$core/space/tunable';

export interface Vary {
  readonly space: Space;
  /** All fields that may vary, by path. */
  readonly fields: ReadonlyMap<string, TunableField>;
  /** What is wrong with a parameter, in words, by path. */
  readonly problems: ReadonlyMap<string, string>;
  set(path: string, param: Param | null): void;
}

/** A domain in a few characters: `1e-4 to 0.1, log`, `16 to 64 by 16`, `relu | tanh`. */
export function domainText(domain: Domain, show: (value: number) => string): string {
  switch (domain.kind) {
    case 'int':
    case 'float': {
      const step = domain.step === undefined ? '' : ` by ${show(domain.step)}`;
      return `${show(domain.low)} to ${show(domain.high)}${step}${domain.log ? (domain.reverse ? ', reverse log' : ', log') : ''}`;
    }
    case 'choice':
      return domain.values.map((value) => (typeof value === 'number' ? show(value) : String(value))).join(' | ');
    case 'ordinal':
      return domain.values.map((value) => (typeof value === 'number' ? show(value) : String(value))).join(' < ');
    case 'bool':
      return 'on | off';
    case 'fixed':
      return typeof domain.value === 'number' ? show(domain.value) : String(domain.value);
  }
}
