// The range that a setting is offered to vary over.
import type { Field, Scalar } from '../fields/field';
import type { Domain } from './space';

/** A range around the present value: a decade each way on log scales, a factor of two otherwise; all of a choice. */
export function proposeDomain(field: Field, value: Scalar): Domain {
  switch (field.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'choice':
      return { kind: 'choice', values: field.options.map((option) => option.value) };
    case 'text':
      return { kind: 'choice', values: [String(value)] };
    case 'int': {
      const now = typeof value === 'number' ? value : field.default;
      const low = Math.max(field.min, field.log ? 1 : field.min, Math.floor(now / (field.log ? 4 : 2)));
      const high = Math.min(field.max, Math.max(now * (field.log ? 4 : 2), low + 1));
      return { kind: 'int', low, high: Math.max(low, high), ...(field.log ? { log: true } : {}) };
    }
    case 'float': {
      const now = typeof value === 'number' ? value : field.default;
      if (field.log) {
        const centre = now > 0 ? now : 1e-4;
        const low = round(Math.max(field.min, centre / 10));
        return { kind: 'float', low, high: round(Math.min(field.max, centre * 10)), log: true };
      }
      if (field.max - field.min <= 1) return { kind: 'float', low: field.min, high: field.max };
      return {
        kind: 'float',
        low: round(Math.max(field.min, now / 2)),
        high: round(Math.min(field.max, now * 2 || 1)),
      };
    }
  }
}

const round = (x: number) => Number(x.toPrecision(3));
