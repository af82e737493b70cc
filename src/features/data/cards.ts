// The catalogue of data sets, asked for once.
import type { DatasetCard } from '$bridge/tableClient';
import { tableClient } from '$features/lab';

let cards: Promise<readonly DatasetCard[]> | undefined;

/** Rejects when the worker cannot start; the next call asks again. */
export function cardsOf(): Promise<readonly DatasetCard[]> {
  cards ??= tableClient()
    .then((client) => client.cards())
    .catch((error: unknown) => {
      cards = undefined;
      throw error;
    });
  return cards;
}
