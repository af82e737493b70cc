// All data sets that ship with Tablab. One line each; a generator has a second one below.
import { blobs } from './blobs/card';
import { cars } from './cars/card';
import { circles } from './circles/card';
import type { DatasetCard } from './dataset';
import { digits } from './digits/card';
import { flights200k } from './flights-200k/card';
import { flights20k } from './flights-20k/card';
import { friedman1 } from './friedman1/card';
import type { Generate } from './generator';
import { loans } from './loans/card';
import { moons } from './moons/card';
import { movies } from './movies/card';
import { penguins } from './penguins/card';
import { spirals } from './spirals/card';
import { stream } from './stream/card';
import { xor } from './xor/card';

export const datasetCards: readonly DatasetCard[] = [
  penguins,
  cars,
  movies,
  flights20k,
  flights200k,
  digits,
  moons,
  circles,
  spirals,
  xor,
  blobs,
  friedman1,
  loans,
  stream,
];

const byId = new Map(datasetCards.map((card) => [card.id, card]));
export const datasetCard = (id: string): DatasetCard | undefined => byId.get(id);

/** The code of each generator, loaded when it is used. */
export const generators: Readonly<Record<string, () => Promise<Generate>>> = {
  blobs: async () => (await import('./blobs/generate')).generate,
  circles: async () => (await import('./circles/generate')).generate,
  friedman1: async () => (await import('./friedman1/generate')).generate,
  loans: async () => (await import('./loans/generate')).generate,
  moons: async () => (await import('./moons/generate')).generate,
  spirals: async () => (await import('./spirals/generate')).generate,
  stream: async () => (await import('./stream/generate')).generate,
  xor: async () => (await import('./xor/generate')).generate,
};
