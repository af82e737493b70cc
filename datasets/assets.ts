// Where the packed files of the bundled data sets are served. Only workers and tests import this file: the URLs are
// relative to whichever script asks, so they hold under any sub-path.
import { TablabError } from '$core/errors/error';
import cars from '../.cache/datasets/cars.bin?url';
import digits from '../.cache/datasets/digits.bin?url';
import flights200k from '../.cache/datasets/flights-200k.bin?url';
import flights20k from '../.cache/datasets/flights-20k.bin?url';
import movies from '../.cache/datasets/movies.bin?url';
import penguins from '../.cache/datasets/penguins.bin?url';

export const assetUrls: Readonly<Record<string, string>> = {
  penguins,
  cars,
  movies,
  'flights-20k': flights20k,
  'flights-200k': flights200k,
  digits,
};

/** The packed file of a bundled data set. Throws `dataset-unreachable` when it is neither cached nor on the network. */
export async function fetchAsset(id: string): Promise<Uint8Array> {
  const unreachable = (cause?: unknown) => new TablabError('dataset-unreachable', { name: id }, { cause });
  const response = await fetch(assetUrls[id]).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw unreachable(response.status);
  return new Uint8Array(await response.arrayBuffer());
}
