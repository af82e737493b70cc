// The gallery, in its order. One line each. What a run of each is expected to give stands in expected.json, written by
// `npx vitest run --project node tests/unit/lab/reproduce.test.ts -u`.
import * as v from 'valibot';
import { expectedSchema } from '../document';
import { bayes } from './bayes';
import { cars } from './cars';
import { cells } from './cells';
import { curse } from './curse';
import { digits } from './digits';
import expectedById from './expected.json';
import type { Example } from './example';
import { flights } from './flights';
import { folds } from './folds';
import { grow } from './grow';
import { moons } from './moons';
import { names } from './names';
import { quickstart } from './quickstart';
import { shared } from './shared';
import { strategies } from './strategies';

const promises = v.parse(v.record(v.string(), expectedSchema), expectedById);
const promising = (example: Example): Example => ({
  ...example,
  lab: { ...example.lab, expected: promises[example.id] },
});

export const examples: readonly Example[] = [
  quickstart,
  moons,
  digits,
  cars,
  flights,
  folds,
  bayes,
  strategies,
  curse,
  grow,
  names,
  cells,
  shared,
].map(promising);

const byId = new Map(examples.map((example) => [example.id, example]));
export const exampleById = (id: string): Example | undefined => byId.get(id);
