// What an autoencoder is asked and what it answers: rows through a narrow middle and back, against principal components of
// the same number on rows that neither has seen (Hinton & Salakhutdinov 2006). The training itself is in engine/reduce.
import { TablabError } from '../errors/error';
import { columnMeans, dense, minusRow, rowsOf, times, timesTransposed, type Dense } from '../math/dense';
import type { LayerSpec } from '../model/spec';
import { Stream } from '../rng/stream';
import { autoencoderFields, type AutoencoderOptions } from './autoencoderFields';
import { pca } from './pca';
import { standardized } from './report';
import { thinned, type Subject } from './subject';

export { autoencoderFields, type AutoencoderOptions };

export interface AutoencoderTask {
  readonly options: AutoencoderOptions;
  /** Columns of variance 1; pixels as they are. */
  readonly x: Dense;
  /** Rows of x that train, and those that judge. */
  readonly train: Uint32Array;
  readonly held: Uint32Array;
  readonly subject: Subject;
}

/** What has been trained: the code and the rows given back, of all rows of x. */
export interface Coded {
  readonly code: Dense;
  readonly back: Dense;
  /** Mean squared error by epoch: of the training rows as it went, of the held-out rows after. */
  readonly losses: Float64Array;
  readonly held: Float64Array;
}

export interface AutoencoderReport {
  readonly names: readonly string[];
  /** Share of a column's variance that is lost, on held-out rows; NaN for one that does not vary there. */
  readonly columns: readonly { readonly name: string; readonly autoencoder: number; readonly pca: number }[];
  /** Share of all variance that is lost. */
  readonly lost: { readonly autoencoder: number; readonly pca: number; readonly train: number };
  readonly losses: Float64Array;
  readonly held: Float64Array;
  readonly trainRows: number;
  readonly heldRows: number;
  /** Two numbers of the code of each row (the second 0 where there is one). */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly row: Uint32Array;
  readonly index: Int32Array | null;
  readonly values: Float64Array | null;
  readonly classes: readonly string[];
  /** Held-out images, what the autoencoder gives back of them, and what the components do. */
  readonly pictures: {
    readonly shape: readonly [number, number, number];
    readonly rows: readonly Float64Array[];
  } | null;
}

const heldShare = 0.2;
const shownPictures = 8;
const fewestRows = 20;

/** Every fifth row by chance judges. Throws `autoencoder-rows` or `autoencoder-wide`. */
export function autoencoderTask(all: Subject, options: AutoencoderOptions): AutoencoderTask {
  const subject = thinned(all, options.rows);
  const { x: raw, seed } = subject;
  if (raw.rows < fewestRows) throw new TablabError('autoencoder-rows', { rows: raw.rows, needed: fewestRows });
  if (options.components >= raw.columns) {
    throw new TablabError('autoencoder-wide', { wanted: options.components, columns: raw.columns });
  }
  const x = subject.image ? raw : standardized(raw);
  const order = Stream.of(seed, 'autoencoder', 'held').permutation(raw.rows);
  const count = Math.max(2, Math.round(heldShare * raw.rows));
  return { options, x, train: order.slice(count).sort(), held: order.slice(0, count).sort(), subject };
}

/** The way in, to the code; and all of it, back to as many numbers as came in. */
export function autoencoderLayers({ components, hidden, layers, activation }: AutoencoderOptions, columns: number) {
  const side = (name: string): LayerSpec[] =>
    Array.from({ length: layers }, (_, i) => ({
      id: `${name}${i + 1}`,
      type: 'dense',
      options: { units: hidden, activation },
    }));
  const linear = (id: string, units: number): LayerSpec => ({
    id,
    type: 'dense',
    options: { units, activation: 'linear' },
  });
  const encoder = [...side('in'), linear('code', components)];
  return { encoder, all: [...encoder, ...side('out'), linear('back', columns)] };
}

export function autoencoderReport(
  { options, x, train, held, subject }: AutoencoderTask,
  { code, back, losses, held: heldLosses }: Coded,
): AutoencoderReport {
  const { names, target, rows, image, seed } = subject;
  const [learned, judged] = [rowsOf(x, train), rowsOf(x, held)];
  const count = Math.min(options.components, learned.rows);
  const { mean, components } = pca(learned, count, Stream.of(seed, 'autoencoder', 'pca'));
  const straight = plusRow(times(timesTransposed(minusRow(judged, mean), components), components), mean);
  const bent = rowsOf(back, held);
  const [byNet, byLine] = [bent, straight].map((one) => lostByColumn(judged, one));
  const some = Array.from({ length: Math.min(shownPictures, judged.rows) }, (_, i) => i);
  const first = (of: Dense) => rowsOf(of, some).values;
  return {
    names,
    columns: names.map((name, c) => ({ name, autoencoder: byNet.share[c], pca: byLine.share[c] })),
    lost: { autoencoder: byNet.all, pca: byLine.all, train: lostByColumn(learned, rowsOf(back, train)).all },
    losses,
    held: heldLosses,
    trainRows: train.length,
    heldRows: held.length,
    x: Float64Array.from(rows, (_, r) => code.values[r * code.columns]),
    y: Float64Array.from(rows, (_, r) => (code.columns > 1 ? code.values[r * code.columns + 1] : 0)),
    row: rows,
    index: target.kind === 'classes' ? target.index : null,
    values: target.kind === 'values' ? target.values : null,
    classes: target.kind === 'classes' ? target.classes : [],
    pictures: image && { shape: image, rows: [first(judged), first(bent), first(straight)] },
  };
}

const plusRow = ({ rows, columns, values }: Dense, centre: Float64Array): Dense =>
  dense(
    rows,
    columns,
    values.map((value, i) => value + centre[i % columns]),
  );

/** Squared error over squared distance from the column's mean; NaN where a column does not vary. */
function lostByColumn(x: Dense, back: Dense): { share: Float64Array; all: number } {
  const means = columnMeans(x);
  const off = new Float64Array(x.columns);
  const spread = new Float64Array(x.columns);
  for (let i = 0; i < x.values.length; i++) {
    const c = i % x.columns;
    off[c] += (x.values[i] - back.values[i]) * (x.values[i] - back.values[i]);
    spread[c] += (x.values[i] - means[c]) * (x.values[i] - means[c]);
  }
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  return {
    share: off.map((value, c) => (spread[c] > 1e-12 ? value / spread[c] : NaN)),
    all: sum(off) / Math.max(sum(spread), 1e-300),
  };
}
