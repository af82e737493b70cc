import { describe, expect, it } from 'vitest';
import { costOf } from '$core/model/cost';
import { initWeights } from '$core/model/init';
import { layerDefs } from '$core/model/registry';
import { resolveLayers, resolveModel } from '$core/model/resolve';
import { outputOf, type InputSpec, type LayerSpec } from '$core/model/spec';
import { Stream } from '$core/rng/stream';

const row = (n: number): InputSpec[] => [{ id: 'features', shape: [n], dtype: 'float32' }];
const image = (h: number, w: number, c: number): InputSpec[] => [
  { id: 'features', shape: [h, w, c], dtype: 'float32' },
];
const shapes = (layers: LayerSpec[], inputs: InputSpec[]) =>
  resolveLayers(layers, inputs).layers.map((l) => l.output.shape.join('x'));
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return [(error as { code?: string }).code, (error as Error).message] as const;
  }
  return ['nothing thrown', ''] as const;
};

describe('shapes', () => {
  it('follow TensorFlow for same and valid windows', () => {
    const layers: LayerSpec[] = [
      { id: 'a', type: 'conv2d', options: { filters: 5, kernelSize: 3, strides: 2, padding: 'same' } },
      { id: 'b', type: 'conv2d', options: { filters: 6, kernelSize: 3, strides: 2, padding: 'valid' } },
      { id: 'c', type: 'depthwiseConv2d', options: { depthMultiplier: 2 } },
      { id: 'd', type: 'maxPool2d', options: { poolSize: 2, strides: 2, padding: 'same' } },
      { id: 'e', type: 'globalAvgPool' },
      { id: 'f', type: 'dense', options: { units: 3 } },
    ];
    expect(shapes(layers, image(29, 17, 3))).toEqual(['15x9x5', '7x4x6', '7x4x12', '4x2x12', '12', '3']);
  });

  it('wire residuals, concatenation, sequences and embeddings', () => {
    const inputs: InputSpec[] = [...row(12), { id: 'codes', shape: [4], dtype: 'int32', vocabulary: 30 }];
    const layers: LayerSpec[] = [
      { id: 'h', type: 'dense', options: { units: 12 } },
      { id: 'sum', type: 'add', inputs: ['h', 'features'] },
      { id: 'seq', type: 'reshape', options: { channels: 3 } },
      { id: 'conv', type: 'conv1d', options: { filters: 7, kernelSize: 2, padding: 'valid' } },
      { id: 'flat', type: 'flatten' },
      { id: 'emb', type: 'embedding', inputs: ['codes'], options: { dimension: 5 } },
      { id: 'embFlat', type: 'flatten' },
      { id: 'all', type: 'concat', inputs: ['flat', 'embFlat'] },
    ];
    expect(shapes(layers, inputs)).toEqual(['12', '12', '4x3', '3x7', '21', '4x5', '20', '41']);
    expect(outputOf(resolveModel(layers, inputs, 3)).output.shape).toEqual([3]);
  });

  it('skip disabled layers, whoever names them', () => {
    const layers: LayerSpec[] = [
      { id: 'a', type: 'dense', options: { units: 8 } },
      { id: 'b', type: 'dense', options: { units: 8 }, enabled: false },
      { id: 'c', type: 'add', inputs: ['a', 'b'] },
    ];
    expect(resolveLayers(layers, row(3)).layers.map((l) => [l.id, ...l.inputs])).toEqual([
      ['a', 'features'],
      ['c', 'a', 'a'],
    ]);
  });

  it('name the layer in every refusal', () => {
    const conv: LayerSpec = { id: 'conv', type: 'conv2d' };
    expect(codeOf(() => resolveLayers([conv], row(4)))[0]).toBe('layer-shape');
    expect(codeOf(() => resolveLayers([conv], row(4)))[1]).toContain('"conv"');
    const pools = Array.from({ length: 6 }, (_, i): LayerSpec => ({ id: `p${i}`, type: 'maxPool2d' }));
    expect(codeOf(() => resolveLayers(pools, image(28, 28, 1)))).toEqual([
      'layer-collapsed',
      expect.stringContaining('"p4"'),
    ]);
    expect(codeOf(() => resolveLayers([{ id: 'x', type: 'nope' }], row(2)))[0]).toBe('layer-unknown');
    expect(codeOf(() => resolveLayers([{ id: 'x', type: 'add', inputs: ['y', 'features'] }], row(2)))[0]).toBe(
      'layer-input-unknown',
    );
    const twice: LayerSpec = { id: 'x', type: 'dense' };
    expect(codeOf(() => resolveLayers([twice, twice], row(2)))[0]).toBe('layer-duplicate');
    expect(codeOf(() => resolveLayers([{ id: 'x', type: 'dense', options: { units: 0 } }], row(2)))[0]).toBe(
      'field-invalid',
    );
    expect(codeOf(() => resolveLayers([{ id: 'x', type: 'dense', options: { unit: 3 } }], row(2)))[1]).toContain(
      'unit',
    );
  });
});

describe('cost and weights', () => {
  it('counts parameters as Keras does', () => {
    const layers: LayerSpec[] = [
      { id: 'c', type: 'conv2d', options: { filters: 8 } },
      { id: 'n', type: 'batchNorm' },
      { id: 's', type: 'separableConv2d', options: { filters: 16 } },
      { id: 'd', type: 'depthwiseConv2d' },
      { id: 'g', type: 'globalAvgPool' },
    ];
    const cost = costOf(resolveModel(layers, image(28, 28, 1), 10));
    // conv 3*3*1*8+8, norm 2*8 (+2*8 running), separable 3*3*8+8*16+16, depthwise 3*3*16+16, dense 16*10+10
    expect(cost.parameters).toBe(80 + 16 + 72 + 128 + 16 + 160 + 170);
    expect(cost.stored).toBe(cost.parameters + 16);
  });

  it('draws each weight from its own stream', () => {
    const spec = (units: number) => resolveModel([{ id: 'h', type: 'dense', options: { units } }], row(4), 3);
    const a = initWeights(spec(8), Stream.of(1, 'init', 0));
    const b = initWeights(spec(8), Stream.of(1, 'init', 0));
    expect(a.get('h/kernel')).toEqual(b.get('h/kernel'));
    const limit = Math.sqrt(6 / 4);
    expect(Math.max(...a.get('h/kernel')!.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(a.get('output/bias')).toEqual(new Float32Array(3));
  });

  it('has a registry without duplicates and with valid defaults', () => {
    expect(new Set(layerDefs.map((def) => def.type)).size).toBe(layerDefs.length);
    for (const def of layerDefs) for (const field of Object.values(def.fields)) expect(field.label).not.toBe('');
  });
});
