import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { TablabError, type PlainError } from '$core/errors/error';
import { fromBase64Url, toBase64Url } from '$core/lab/base64url';
import { canonicalJson } from '$core/lab/canonical';
import { decodeLink, encodeLink, isLink, labFromText, labToText } from '$core/lab/codec';
import { crc32 } from '$core/lab/crc32';
import type { Lab, TuneStep } from '$core/lab/document';
import { quickstart } from '$core/lab/examples/quickstart';
import { linkDictionary } from '$core/lab/linkDictionary';
import { sha256Hex } from '$core/table/identity';
import { labs } from './arbitrary';

const { lab } = quickstart;
const bytes = (text: string) => new TextEncoder().encode(text);
/** A link around any JSON text, as encodeLink writes it. */
function linkOf(json: string): string {
  const packed = deflateSync(bytes(json), { dictionary: bytes(linkDictionary) });
  const out = new Uint8Array(packed.length + 4);
  out.set(packed);
  new DataView(out.buffer).setUint32(packed.length, crc32(bytes(json)));
  return `#v1.${toBase64Url(out)}`;
}
async function refusal(attempt: () => unknown): Promise<PlainError> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof TablabError) return error.toPlain();
    throw error;
  }
  throw new Error('nothing was refused');
}
const linkRefusal = (text: string) => refusal(() => decodeLink(text));
const changed = (change: (lab: Lab) => unknown) => linkOf(JSON.stringify(change(structuredClone(lab))));

describe('round trips', () => {
  test('every lab comes back from its link and its file', async () => {
    await fc.assert(
      fc.asyncProperty(labs, async (random) => {
        expect(await decodeLink(await encodeLink(random))).toEqual(random);
        expect(labFromText(labToText(random))).toEqual(random);
      }),
    );
  });

  test('equal labs give equal links, whatever the order of their keys', async () => {
    const reversed = Object.fromEntries(Object.entries(lab).reverse()) as Lab;
    expect(await encodeLink(reversed)).toBe(await encodeLink(lab));
  });

  test('a whole URL is as good as its fragment', async () => {
    expect(await decodeLink(`https://example.org/lab/${await encodeLink(lab)}`)).toEqual(lab);
  });

  test('base64url is its own inverse and has one text per value', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        expect(fromBase64Url(toBase64Url(value))).toEqual(value);
      }),
    );
    expect(toBase64Url(Uint8Array.of(0xfb, 0xff))).toBe('-_8');
    expect(fromBase64Url('-_9')).toBeNull();
  });

  test('CRC-32 of the check string', () => expect(crc32(bytes('123456789'))).toBe(0xcbf43926));
});

/** Never edit: the link below was sent to somebody. */
const sent: Lab = {
  format: 'tablab',
  version: 1,
  title: 'The first link',
  note: 'Watch the loss.',
  seed: 42,
  data: { kind: 'generated', id: 'moons', options: { rows: 200, noise: 0.2 }, seed: 7 },
  roles: { target: 'class', task: 'binary', exclude: [] },
  features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
  split: { validation: 0.2, test: 0.2 },
  executor: 'simd',
  steps: [
    {
      id: 'train',
      type: 'train',
      config: {
        layers: [{ id: 'h1', type: 'dense', options: { units: 8, activation: 'tanh' } }],
        optimizer: { type: 'adam', learningRate: 0.03, options: {} },
        schedule: { type: 'constant', options: {} },
        batchSize: 16,
        epochs: 20,
        l1: 0,
        l2: 0,
        clipNorm: 0,
        loss: 'auto',
        earlyStopping: { patience: 0, minDelta: 0, restoreBest: true },
      },
    },
  ],
  expected: { step: 'train', executor: 'simd', digest: 'a0'.repeat(32), metric: 'loss', value: 0.25 },
};

test('a link from the first day still opens: the dictionary and layout of v1 never change', async () => {
  expect(await sha256Hex(bytes(linkDictionary))).toMatchInlineSnapshot(
    `"2b61cd359f57dce9b2da55ebfe984e2a984cc6b767cdcf76557058bf4e590a30"`,
  );
  const link = await encodeLink(sent);
  expect(link).toMatchInlineSnapshot(
    `"#v1.Q0vqRHV4EJ0uYExD-lzAnic8HZmj5gpoRYW1Sks0oAzirxLB8YCoDqEBA6_yjEDF9ABkVkQpCnKgHsl5FzoCAA9vE2AsUCXjgvo5tMi46MUtiRkX2lyFZjmkfiR5Oc6Y7jkOVFmmZRYVlygAe2ygARqk_AcAQSZATw"`,
  );
  expect(await decodeLink(link)).toEqual(sent);
});

describe('refusals', () => {
  test('text without a lab, and a link from the future', async () => {
    expect(await linkRefusal('https://example.org/')).toMatchObject({ code: 'link-not-lab' });
    expect(await linkRefusal('#v2.abc')).toMatchObject({ code: 'link-newer', details: { version: 'v2' } });
    expect([isLink('#v2.abc'), isLink('#learn')]).toEqual([true, false]);
  });

  test('a link that lost its end, at any place', async () => {
    const link = await encodeLink(lab);
    for (let length = 4; length < link.length; length++)
      expect(await linkRefusal(link.slice(0, length)), `cut at ${length}`).toMatchObject({ code: 'link-cut' });
  });

  test('a link with any one character changed never opens as another lab', async () => {
    const link = await encodeLink(lab);
    let refused = 0;
    for (let at = 4; at < link.length; at++) {
      const altered = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1);
      const outcome = await decodeLink(altered).catch((error: unknown) => error);
      if (outcome instanceof TablabError) {
        expect(['link-cut', 'lab-too-large'], `at ${at}`).toContain(outcome.code);
        refused++;
        // The last byte of a deflate stream may have bits to spare, which change nothing.
      } else expect(outcome, `at ${at}`).toEqual(lab);
    }
    expect(refused).toBeGreaterThanOrEqual(link.length - 4 - 2);
  });

  test('random text is refused with a coded error and never crashes', async () => {
    const body = fc.string({ unit: fc.constantFrom(...'ABCabc019-_'), maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.string()), async (text) => {
        expect(['link-cut', 'lab-too-large']).toContain((await linkRefusal(`#v1.${text}`)).code);
      }),
    );
  });

  test('a bomb behind a short link is refused while it inflates', async () => {
    const bomb = linkOf(`"${' '.repeat(11 * 1024 * 1024)}"`);
    expect(bomb.length).toBeLessThan(20_000);
    expect(await linkRefusal(bomb)).toMatchObject({ code: 'lab-too-large' });
    expect(await refusal(() => labFromText(' '.repeat(11 * 1024 * 1024)))).toMatchObject({ code: 'lab-too-large' });
  });

  test('JSON that is no lab', async () => {
    expect(await linkRefusal(linkOf('{"format":'))).toMatchObject({ code: 'lab-not-json' });
    for (const json of ['null', '[]', '3', '{}', '{"format":"other"}'])
      expect(await linkRefusal(linkOf(json))).toMatchObject({ code: 'lab-invalid', details: { path: 'format' } });
  });

  test('a newer lab format and an unknown step', async () => {
    expect(await linkRefusal(changed((l) => ({ ...l, version: 7 })))).toMatchObject({
      code: 'lab-newer',
      details: { version: 7, supported: 1 },
    });
    const step = { id: 'x', type: 'distil', config: {} };
    expect(await linkRefusal(changed((l) => ({ ...l, steps: [...l.steps, step] })))).toMatchObject({
      code: 'lab-step-unknown',
      details: { step: 2, type: 'distil' },
    });
  });

  test('search spaces without a point, and grids beyond counting', async () => {
    const withSpace = (space: unknown, sampler = 'random') =>
      changed((l) => {
        const step = l.steps[0] as TuneStep;
        return { ...l, steps: [{ ...step, config: { ...step.config, space, sampler: { type: sampler } } }] };
      });
    const range = (low: number, high: number) => [{ path: 'epochs', domain: { kind: 'int', low, high } }];
    expect((await linkRefusal(withSpace([]))).code).toBe('space-empty');
    expect((await linkRefusal(withSpace(range(5, 4)))).code).toBe('space-range');
    expect((await linkRefusal(withSpace([{ path: 'epochs', domain: { kind: 'choice', values: [] } }]))).code).toBe(
      'lab-invalid',
    );
    expect((await linkRefusal(withSpace([{ path: 'layers.no.units', domain: { kind: 'bool' } }]))).code).toBe(
      'space-path-unknown',
    );
    const trillion = ['epochs', 'batchSize', 'earlyStopping.patience'].map((path) => ({
      path,
      domain: { kind: 'int', low: 1, high: 10_000 },
    }));
    expect((await linkRefusal(withSpace(trillion, 'grid'))).details).toMatchObject({ step: 'tune', points: 1e12 });
    expect((await decodeLink(withSpace(trillion))).steps).toHaveLength(1);
  });
});

test('canonical JSON sorts by code unit and refuses what JSON has not', () => {
  expect(canonicalJson({ b: [1, { z: 1e21, a: -0 }], a: undefined, B: 'é\n' })).toBe(
    '{"B":"é\\n","b":[1,{"a":0,"z":1e+21}]}',
  );
  expect(() => canonicalJson([NaN])).toThrow(RangeError);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
