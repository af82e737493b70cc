// The model that a configuration describes: shapes and cost, or which layer is wrong and why.
import { plainError, type PlainError } from '$core/errors/error';
import { costOf, type ModelCost } from '$core/model/cost';
import { shapeText } from '$core/model/layer';
import { resolveModel } from '$core/model/resolve';
import type { LayerSpec } from '$core/model/spec';
import type { ModelShape } from './shape';

export interface ModelSummary {
  /** Output shape by layer id, e.g. `28 x 28 x 8`; layers after a faulty one are missing. */
  readonly shapes: ReadonlyMap<string, string>;
  readonly cost: ModelCost | null;
  readonly error: PlainError | null;
  /** Id of the faulty layer. */
  readonly at: string | null;
}

export function summarize(layers: readonly LayerSpec[], shape: ModelShape | null): ModelSummary {
  if (!shape) return { shapes: new Map(), cost: null, error: null, at: null };
  try {
    const spec = resolveModel(layers, shape.inputs, shape.units);
    return { shapes: shapesOf(spec.layers), cost: costOf(spec), error: null, at: null };
  } catch (thrown) {
    const error = plainError(thrown);
    const at = layers.findIndex(({ id }) => isAbout(error, id));
    // The sound layers before the faulty one still have shapes.
    const before = at > 0 ? summarize(layers.slice(0, at), shape).shapes : new Map<string, string>();
    return { shapes: before, cost: null, error, at: layers[at]?.id ?? null };
  }
}

const shapesOf = (layers: readonly { id: string; output: { shape: readonly number[] } }[]) =>
  new Map(layers.map(({ id, output }) => [id, shapeText(output.shape)]));

function isAbout(error: PlainError, id: string): boolean {
  if (error.details.layer === id) return true;
  return error.code === 'field-invalid' && String(error.details.field).endsWith(`"${id}"`);
}
