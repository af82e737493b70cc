// A picture of the training rows by t-SNE or UMAP, and what it costs.
import { pca } from '../decompose/pca';
import { standardized } from '../decompose/report';
import { thinned, type Subject } from '../decompose/subject';
import { bool, choice, float, int, type Values } from '../fields/field';
import { minusRow, timesTransposed, type Dense } from '../math/dense';
import { TablabError } from '../errors/error';
import { Stream } from '../rng/stream';
import { distortion, type Distortion } from './quality';
import { plane, tsne, type Told } from './tsne';
import { umap } from './umap';

export const embedFields = {
  method: choice('Method', 'tsne', [
    { value: 'tsne', label: 't-SNE' },
    { value: 'umap', label: 'UMAP' },
  ]),
  perplexity: float('Perplexity', 30, 2, 200, { help: 'About how many neighbours count.', when: { method: ['tsne'] } }),
  rounds: int('Rounds', 1000, 50, 5000, { log: true, help: 'Steps of descent; for UMAP at most 500.' }),
  neighbours: int('Neighbours', 15, 2, 200, { help: 'How many neighbours count.', when: { method: ['umap'] } }),
  minDist: float('Least distance', 0.1, 0, 0.99, { help: 'How close points may lie.', when: { method: ['umap'] } }),
  rows: int('Rows at most', 2000, 50, 10_000, { log: true, help: 'More are taken evenly.' }),
  standardize: bool('Standardize', true, { help: 'Bring every column to variance 1 first.' }),
};
export type EmbedOptions = Values<typeof embedFields>;

export interface Embedding {
  /** Two numbers per row. */
  readonly xy: Float64Array;
  readonly row: Uint32Array;
  /** Class by row; null for a number. */
  readonly index: Int32Array | null;
  readonly values: Float64Array | null;
  readonly classes: readonly string[];
  readonly divergence: number | null;
  readonly distortion: Distortion;
  /** Columns were brought down to this many principal components first; null: all were used. */
  readonly components: number | null;
}

/** Wider rows go through this many principal components first, as is usual. */
const widest = 50;

/** Throws `embed-rows` for too few rows. `told` is awaited in every round. */
export async function embed(all: Subject, options: EmbedOptions, told: Told): Promise<Embedding> {
  const { x: raw, row, target, seed } = { ...thinned(all, options.rows), row: thinned(all, options.rows).rows };
  if (raw.rows < 10) throw new TablabError('embed-rows', { rows: raw.rows });
  const stream = Stream.of(seed, 'embed', options.method);
  const scaled = options.standardize && !all.image ? standardized(raw) : raw;
  const x = narrowed(scaled, stream);
  let divergence: number | null = null;
  const follow: Told = (round, xy, measured) => {
    divergence = measured ?? divergence;
    return told(round, xy, measured);
  };
  const xy =
    options.method === 'tsne'
      ? await tsne(
          x,
          { perplexity: Math.min(options.perplexity, (x.rows - 1) / 3), rounds: options.rounds },
          stream,
          follow,
        )
      : await umap(
          x,
          {
            neighbours: Math.min(options.neighbours, x.rows),
            minDist: options.minDist,
            epochs: Math.min(500, options.rounds),
          },
          stream,
          follow,
        );
  return {
    xy,
    row,
    index: target.kind === 'classes' ? target.index : null,
    values: target.kind === 'values' ? target.values : null,
    classes: target.kind === 'classes' ? target.classes : [],
    divergence,
    distortion: distortion(scaled, plane(xy), 10),
    components: x === scaled ? null : widest,
  };
}

function narrowed(x: Dense, stream: Stream): Dense {
  if (x.columns <= widest || x.rows <= widest) return x;
  const { mean, components } = pca(x, widest, stream.split('components'));
  return timesTransposed(minusRow(x, mean), components);
}
