// Spaces of architectures: every genotype is either a sound network within its limits or a coded refusal, and what
// decodes to the same layers is one network.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultsOf } from '$core/fields/field';
import type { InputSpec } from '$core/model/spec';
import { Architectures, maxLayers, trainingBytes, type Limits } from '$core/nas/architectures';
import { edges201, liveEdges, ops201 } from '$core/nas/spaces/cell201';
import { archSpaceDef, archSpaceDefs } from '$core/nas/spaces/registry';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import { layerSchema } from '$core/train/config';
import * as v from 'valibot';

const row: InputSpec = { id: 'features', shape: [7], dtype: 'float32' };
const codes: InputSpec = { id: 'codes', shape: [4], dtype: 'int32', vocabulary: 30 };
const picture: InputSpec = { id: 'features', shape: [9, 7, 3], dtype: 'float32' };
const inputsOf = (type: string): InputSpec[][] =>
  ['image', 'cell201', 'nasnet'].includes(type) ? [[picture]] : [[row], [row, codes], [codes]];

const architectures = (type: string, inputs: InputSpec[], limits: Limits = {}, options = {}) => {
  const def = archSpaceDef(type);
  return new Architectures(def, { ...defaultsOf(def.fields), ...options }, { inputs, units: 3 }, limits, 32);
};

describe.each(archSpaceDefs.map(({ type }) => type))('the space %s', (type) => {
  it.each(inputsOf(type).map((inputs) => [inputs.map(({ id }) => id).join(' and '), inputs] as const))(
    'gives networks that can be built, or says why not (%s)',
    (_name, inputs) => {
      const space = architectures(type, inputs);
      let sound = 0;
      fc.assert(
        fc.property(fc.nat(1e6), (seed) => {
          const genotype = samplePoint(space.genes, Stream.of(seed, 'genes'));
          const { network, error } = space.judge(genotype);
          if (error) {
            expect(['layer-collapsed', 'nas-disconnected']).toContain(error.code);
            return;
          }
          sound++;
          expect(network.spec.layers.at(-1)?.output.shape).toEqual([3]);
          expect(network.layers.length).toBeLessThanOrEqual(maxLayers);
          // The layers may stand in a lab as they are.
          for (const layer of network.layers) expect(v.safeParse(layerSchema, layer).success).toBe(true);
          expect(new Set(network.layers.map(({ id }) => id)).size).toBe(network.layers.length);
        }),
        { numRuns: 120 },
      );
      expect(sound).toBeGreaterThan(60);
    },
  );

  it('keeps the largest networks storable', () => {
    const def = archSpaceDef(type);
    const most = Object.fromEntries(
      Object.entries(def.fields).map(([key, field]) => [key, field.kind === 'int' ? field.max : field.default]),
    );
    const big: InputSpec[] = inputsOf(type)[0].map((input) => ({ ...input, shape: input.shape.map((n) => n * 8) }));
    const space = architectures(type, big, {}, most);
    for (let i = 0; i < 20; i++) {
      const { network, error } = space.judge(samplePoint(space.genes, Stream.of(i, 'genes')));
      if (network) expect(network.layers.length).toBeLessThanOrEqual(maxLayers);
      else expect(['nas-too-large', 'nas-disconnected', 'layer-collapsed']).toContain(error.code);
    }
  });

  it('says what it cannot take', () => {
    const wrong = ['image', 'cell201', 'nasnet'].includes(type) ? [row] : [picture];
    expect(() => architectures(type, wrong)).toThrow(TablabError);
    const space = architectures(type, inputsOf(type)[0]);
    expect(space.judge({ nonsense: 1 }).error?.code).toBe('nas-genotype');
  });
});

describe('limits', () => {
  it('refuse what is beyond them, and nothing else', () => {
    const free = architectures('image', [picture]);
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 100, max: 20_000 }), (seed, most) => {
        const genotype = samplePoint(free.genes, Stream.of(seed, 'genes'));
        const { network } = free.judge(genotype);
        if (!network) return;
        const { parameters, flopsPerRow } = network.cost;
        const code = (limits: Limits) => architectures('image', [picture], limits).judge(genotype).error?.code;
        expect(code({ parameters: most })).toBe(parameters > most ? 'nas-too-large' : undefined);
        expect(code({ flops: most * 10 })).toBe(flopsPerRow > most * 10 ? 'nas-too-large' : undefined);
        const bytes = trainingBytes(network.cost, 32);
        expect(code({ memory: most * 10 })).toBe(bytes > most * 10 ? 'nas-too-large' : undefined);
      }),
      { numRuns: 60 },
    );
  });

  it('name a shape that collapses', () => {
    const tiny = architectures('image', [{ ...picture, shape: [1, 8, 1] }]);
    const pooled = { ...samplePoint(tiny.genes, Stream.of(1, 'genes')), 'b1.pool': 'max' };
    expect(tiny.judge(pooled).error?.code).toBe('layer-collapsed');
  });
});

describe('the cells of NAS-Bench-201', () => {
  const all = Array.from({ length: 5 ** 6 }, (_, n) =>
    Object.fromEntries(edges201.map(([gene], e) => [gene, ops201[Math.floor(n / 5 ** e) % 5]])),
  );

  it('are disconnected in 341 of 15,625 cases', () => {
    // Independently: a path in -> out exists over the four ways 03, 01-13, 02-23, 01-12-23.
    const open = (g: Record<string, string>, ...edges: string[]) => edges.every((edge) => g[edge] !== 'none');
    const reached = (g: Record<string, string>) =>
      open(g, 'e03') || open(g, 'e01', 'e13') || open(g, 'e02', 'e23') || open(g, 'e01', 'e12', 'e23');
    const dead = all.filter((genes) => !reached(genes)).length;
    expect(dead).toBe(341);
    expect(all.filter((genes) => liveEdges(genes).length === 0)).toHaveLength(dead);
  });

  it('have one key for cells that differ only where nothing flows', () => {
    const space = architectures('cell201', [picture]);
    const base = { e01: 'none', e02: 'conv3x3', e12: 'none', e03: 'skip', e13: 'none', e23: 'conv1x1' };
    const key = space.network(base).key;
    expect(space.network({ ...base, e13: 'conv3x3' }).key).toBe(key);
    expect(space.network({ ...base, e12: 'skip' }).key).toBe(key);
    expect(space.network({ ...base, e03: 'conv1x1' }).key).not.toBe(key);
  });
});

it('blocks of NASNet do not depend on the order of their halves', () => {
  const space = architectures('nasnet', [picture], {}, { maxBlocks: 1, stages: 1 });
  const [in1, in2, op1, op2] = ['prev', 'prev2', 'sep3', 'max3'];
  const genes = { blocks: 1, 'normal.b1.in1': in1, 'normal.b1.op1': op1, 'normal.b1.in2': in2, 'normal.b1.op2': op2 };
  const swapped = { blocks: 1, 'normal.b1.in1': in2, 'normal.b1.op1': op2, 'normal.b1.in2': in1, 'normal.b1.op2': op1 };
  expect(space.network(swapped).key).toBe(space.network(genes).key);
});
