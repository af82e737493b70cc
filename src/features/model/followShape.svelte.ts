// The shape of a lab's models for a page. Where the description of the data does not tell it, the table worker prepares
// the rows and says what came of them; until then there is none.
import { plainError, type PlainError } from '$core/errors/error';
import type { InputSpec } from '$core/model/spec';
import { tableClient, type LabSession } from '$features/lab';
import { needsRows, shapeOf, type ModelShape } from './shape';

interface Measured {
  readonly key: string;
  readonly inputs: readonly InputSpec[] | null;
  readonly error: PlainError | null;
}

/** The last answer, which the next page most likely asks for again. */
let last: Measured | null = null;

/** Call it while a component is set up. */
export function followShape(session: () => LabSession): {
  readonly current: ModelShape | null;
  /** Why the rows could not be prepared. */
  readonly error: PlainError | null;
} {
  const wanted = $derived.by(() => {
    const { dataset, lab } = session();
    if (!dataset || !needsRows(dataset, lab)) return null;
    const { seed, roles, labels, rows, features, split, types } = lab;
    // Through JSON, so that what is left out and what is undefined are alike to the worker.
    return { sha256: dataset.sha256, lab: JSON.stringify({ seed, roles, labels, rows, features, split, types }) };
  });
  const key = $derived(wanted && `${wanted.sha256} ${wanted.lab}`);
  let measured = $state.raw<Measured | null>(last);
  $effect(() => {
    if (!wanted || !key || measured?.key === key) return;
    const { sha256, lab } = wanted;
    const of = key;
    const settle = (answer: Omit<Measured, 'key'>) => {
      if (of === key) measured = last = { key: of, ...answer };
    };
    void tableClient()
      .then((client) => client.inputs(sha256, JSON.parse(lab)))
      .then((inputs) => settle({ inputs, error: null }))
      .catch((error: unknown) => settle({ inputs: null, error: plainError(error) }));
  });
  const known = $derived(measured && measured.key === key ? measured : null);
  const shape = $derived(shapeOf(session().dataset, session().lab, known?.inputs ?? null));
  return {
    get current() {
      return shape;
    },
    get error() {
      return known?.error ?? null;
    },
  };
}
