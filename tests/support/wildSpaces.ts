// Sound spaces that nobody would make on purpose: conditions upon conditions, ranges of one point, steps that do not fit,
// huge and tiny ranges, choices of mixed kinds.
import fc from 'fast-check';
import { enumerate, sizeOfDomain } from '$core/space/domains';
import type { Domain, Param, Space } from '$core/space/space';

const domains: fc.Arbitrary<Domain> = fc.oneof(
  fc
    .tuple(fc.constantFrom(-1_000_000_000, -7, 0, 1, 3), fc.constantFrom(0, 1, 2, 9, 1000, 2_000_000_000))
    .map(([low, span]) => ({ kind: 'int' as const, low, high: low + span })),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 2, max: 7 }))
    .map(([low, span, step]) => ({ kind: 'int' as const, low, high: low + span, step })),
  fc
    .tuple(fc.constantFrom(1, 2, 17), fc.constantFrom(0, 1, 3, 500, 2_000_000_000), fc.boolean())
    .map(([low, span, reverse]) => ({ kind: 'int' as const, low, high: low + span, log: true, reverse })),
  fc
    .tuple(fc.constantFrom(-1e9, -1, 0, 0.1, 1e-9), fc.constantFrom(0, 1e-12, 0.3, 1, 1e9))
    .map(([low, span]) => ({ kind: 'float' as const, low, high: low + span })),
  fc
    .tuple(fc.constantFrom(-0.3, 0, 0.1), fc.constantFrom(0, 0.2, 0.5, 1), fc.constantFrom(0.1, 0.25, 0.3))
    .map(([low, span, step]) => ({ kind: 'float' as const, low, high: low + span, step })),
  fc
    .tuple(fc.constantFrom(1e-300, 1e-9, 0.5), fc.constantFrom(1, 1 + 1e-12, 10, 1e9), fc.boolean())
    .map(([low, factor, reverse]) => ({ kind: 'float' as const, low, high: low * factor, log: true, reverse })),
  fc
    .integer({ min: 1, max: 5 })
    .map((n) => ({ kind: 'ordinal' as const, values: [8, 'wide', 16, true, 0.5].slice(0, n) })),
  fc.integer({ min: 1, max: 4 }).map((n) => ({ kind: 'choice' as const, values: ['a', 0, false, 'd'].slice(0, n) })),
  fc.constant({ kind: 'bool' as const }),
  fc.constantFrom<Domain>({ kind: 'fixed', value: 3 }, { kind: 'fixed', value: 'x' }),
);

/** Values on which a condition may rest. */
const parents = (domain: Domain) => (sizeOfDomain(domain) <= 6 ? enumerate(domain) : []);

export const wildSpaces: fc.Arbitrary<Space> = fc
  .array(fc.tuple(domains, fc.nat(5), fc.nat(7)), { minLength: 1, maxLength: 6 })
  .map((drawn) => {
    const space: Param[] = [];
    drawn.forEach(([domain, of, values], i) => {
      const parent = of < space.length ? space[of] : undefined;
      const on = parent ? parents(parent.domain).filter((_value, k) => (values >> k) & 1) : [];
      space.push({
        path: `p${i}`,
        domain,
        ...(parent && on.length > 0 ? { when: { path: parent.path, in: on } } : {}),
      });
    });
    return space;
  });
