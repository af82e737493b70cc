// The space that benches of samplers and importances ask over.
import type { Space } from '$core/space/space';

/** Ten parameters of all kinds. */
export const ten: Space = [
  { path: 'a', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'b', domain: { kind: 'float', low: -5, high: 10 } },
  { path: 'c', domain: { kind: 'float', low: 1e-5, high: 1, log: true } },
  { path: 'd', domain: { kind: 'float', low: 1e-8, high: 1e-2, log: true } },
  { path: 'e', domain: { kind: 'float', low: 0, high: 0.5, step: 0.1 } },
  { path: 'f', domain: { kind: 'int', low: 1, high: 9 } },
  { path: 'g', domain: { kind: 'int', low: 4, high: 512, log: true } },
  { path: 'h', domain: { kind: 'int', low: 16, high: 256, log: true } },
  { path: 'i', domain: { kind: 'choice', values: ['relu', 'tanh', 'gelu'] } },
  { path: 'j', domain: { kind: 'bool' } },
];
