// What each matrix step makes of some training rows, for a page: numbers before and after, errors where they arise. A
// step that fails, or takes too long for a look, is passed over, so that the rest can still be seen and edited.
import { plainError, TablabError, type PlainError } from '../../errors/error';
import type { FeaturesConfig } from '../../lab/document';
import { columnOf, dense, rowsOf, type Dense } from '../../math/dense';
import { Stream } from '../../rng/stream';
import { histogramOf } from '../../table/look';
import { chosenMatrixStep, type MatrixChoice } from './chosen';
import type { MatrixTarget } from './step';

/** More training rows are thinned evenly to so many. */
const mostRows = 1500;
const bins = 24;
/** Numbers of a step that are drawn. */
const shown = 8;

export interface NumberShape {
  readonly name: string;
  readonly bars: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

export interface MatrixPreview {
  readonly id: string;
  /** `unseen`: not tried, because it takes long. */
  readonly state: 'done' | 'off' | 'failed' | 'unseen';
  readonly error: PlainError | null;
  /** Numbers that go in and come out. */
  readonly width: { readonly before: number; readonly after: number };
  /** Names that no longer are there, of a selection. */
  readonly left: readonly string[];
  /** The first of the numbers, each with itself before where it has the same name. */
  readonly made: readonly (NumberShape & { readonly before: NumberShape | null })[];
}

interface Rows {
  readonly x: Dense;
  readonly names: readonly string[];
}

/** `target`: of all rows of `x`. */
export function previewMatrix(
  { matrix = [] }: FeaturesConfig,
  x: Dense,
  names: readonly string[],
  target: MatrixTarget,
  seed: number,
): MatrixPreview[] {
  let now: Rows = { x, names };
  let of = target;
  if (x.rows > mostRows) {
    const kept = Uint32Array.from({ length: mostRows }, (_, i) => Math.floor((i * x.rows) / mostRows));
    now = { x: rowsOf(x, kept), names };
    of =
      target.kind === 'classes'
        ? { ...target, index: Int32Array.from(kept, (row) => target.index[row]) }
        : { kind: 'values', values: Float64Array.from(kept, (row) => target.values[row]) };
  }
  return matrix.map((step) => {
    const { preview, after } = previewStep(now, step, of, seed);
    now = after;
    return preview;
  });
}

function previewStep(now: Rows, step: MatrixChoice, target: MatrixTarget, seed: number) {
  const { id } = step;
  const width = now.names.length;
  const nothing = { id, error: null, width: { before: width, after: width }, left: [], made: [] };
  if (step.enabled === false) return { preview: { ...nothing, state: 'off' } satisfies MatrixPreview, after: now };
  try {
    const { def, options } = chosenMatrixStep(step);
    if (def.slow) return { preview: { ...nothing, state: 'unseen' } satisfies MatrixPreview, after: now };
    if (width === 0) throw new TablabError('matrix-no-numbers', { id, label: def.label });
    const state = def.fit(now.x, options, {
      target,
      stream: Stream.of(seed, 'matrix', id),
      names: now.names,
      fail: (code, details) => new TablabError(code, { id, label: def.label, ...details }),
    });
    const after: Rows = { x: def.apply(state, now.x, options), names: def.names(state, now.names) };
    if (after.names.length === 0) throw new TablabError('matrix-nothing-left', { id, label: def.label });
    if (!after.x.values.every(Number.isFinite)) throw new TablabError('matrix-not-finite', { id, label: def.label });
    const still = new Set(after.names);
    const before = new Map(now.names.map((name, i) => [name, i]));
    const made = after.names.slice(0, shown).map((name, i) => {
      const was = before.get(name);
      return {
        ...shapeAt(after, i),
        before: was === undefined || def.group === 'select' ? null : shapeAt(now, was),
      };
    });
    const preview: MatrixPreview = {
      id,
      state: 'done',
      error: null,
      width: { before: width, after: after.names.length },
      left: def.group === 'select' ? now.names.filter((name) => !still.has(name)) : [],
      made,
    };
    return { preview, after };
  } catch (error) {
    return { preview: { ...nothing, state: 'failed', error: plainError(error) } satisfies MatrixPreview, after: now };
  }
}

const shapeAt = ({ x, names }: Rows, at: number): NumberShape => ({
  name: names[at],
  bars: histogramOf(columnOf(dense(x.rows, x.columns, x.values), at), bins),
});
