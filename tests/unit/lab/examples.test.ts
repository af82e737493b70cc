import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '$core/lab/codec';
import type { Lab, NasStep } from '$core/lab/document';
import { examples } from '$core/lab/examples/registry';
import { parseLab } from '$core/lab/validate';
import { resolveModel, outputUnits } from '$core/model/resolve';
import type { InputSpec } from '$core/model/spec';
import { Architectures } from '$core/nas/architectures';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { prepare } from '$core/pipeline/prepare';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import { loadDataset } from '$datasets/load';
import { expectedOf } from '$core/lab/expected';
import { readAsset } from '../../support/datasets';

const table = ({ data }: Lab) => {
  if (data.kind === 'imported') throw new Error('examples name data that everybody has');
  return loadDataset(data, readAsset);
};

/** A network of the space that a search looks in. */
function drawn({ config }: NasStep, inputs: readonly InputSpec[], units: number) {
  const def = archSpaceDef(config.space.type);
  const options = archSpaceOptions(def, config.space.options);
  const space = new Architectures(def, options, { inputs, units }, config.limits, config.base.batchSize);
  for (let i = 0; ; i++) {
    const { network } = space.judge(samplePoint(space.genes, Stream.of(i, 'examples')));
    if (network) return network.spec;
  }
}

describe.each(examples)('$id', ({ lab }) => {
  test('is valid as it stands and says what to notice in three sentences', () => {
    expect(parseLab(JSON.parse(JSON.stringify(lab)))).toEqual(lab);
    expect(lab.note!.match(/[.?](\s|$)/g)).toHaveLength(3);
  });

  test('prepares, and every model resolves on its inputs', async () => {
    const { inputs, classes } = prepare(await table(lab), lab);
    for (const step of lab.steps) {
      if (step.type === 'validate') continue;
      const units = outputUnits(lab.roles.task, classes.length);
      const layers = step.type === 'train' ? step.config.layers : step.config.base.layers;
      const spec = step.type === 'nas' ? drawn(step, inputs, units) : resolveModel(layers, inputs, units);
      expect(spec.layers.at(-1)!.output.shape).toEqual([lab.roles.task === 'multiclass' ? classes.length : 1]);
    }
  });

  test('fits in a link with room for what it promises', async () => {
    const trial = (index: number) => ({ index, params: {}, state: 'done' as const, metrics: { accuracy: index / 7 } });
    const trials = Array.from({ length: 12 }, (_, index) => trial(index));
    const expected = await expectedOf(lab.steps[0].id, 'accuracy', { executor: 'simd', trials, value: 0.9876543 });
    const link = await encodeLink({ ...lab, expected });
    expect(link.length).toBeLessThanOrEqual(1800);
    expect(await decodeLink(link)).toEqual({ ...lab, expected });
  });
});

test('ids are unique', () => {
  expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
});
