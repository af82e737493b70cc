// What a step of architecture search holds, as the lab document stores it.
import * as v from 'valibot';
import type { Scalar } from '../fields/field';
import { archFidelityKinds } from '../run/fidelityKinds';
import { trainConfigSchema, type TrainConfig } from '../train/config';
import type { Genotype } from './space';

/** Zero-cost proxies: see proxies.ts. */
export const proxyNames = ['synflow', 'naswot', 'gradNorm', 'snip', 'parameters', 'flops'] as const;
export type ProxyName = (typeof proxyNames)[number];

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const scalar = v.union([v.pipe(v.number(), v.finite()), text(200), v.boolean()]);
const chosen = v.strictObject({ type: text(40), options: v.optional(v.record(text(60), scalar), {}) });
const bound = v.optional(v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(1e15)));

const proxy = v.picklist(proxyNames);

/** `metrics`: names that the objective may take; they are listed where the lab's other steps are. */
export const nasConfigSchema = <const M extends readonly string[]>(metrics: M) =>
  v.strictObject({
    /** How each network is trained. Its layers stay empty: the genotype gives them. */
    base: v.pipe(
      trainConfigSchema,
      v.check(({ layers }) => layers.length === 0, 'the networks have their own layers'),
    ),
    /** Which networks: a space by its type. */
    space: chosen,
    /** Upper bounds; a missing one is no bound. Networks beyond them are never proposed. */
    limits: v.strictObject({ parameters: bound, flops: bound, memory: bound }),
    strategy: chosen,
    /** Ends the training of networks that will not win. */
    pruner: v.optional(chosen),
    /** Cheaper trainings before whole ones, from this share on, as in a tune step; missing: rungs are epochs. */
    fidelity: v.optional(
      v.strictObject({
        of: v.picklist(archFidelityKinds),
        least: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.9)),
      }),
    ),
    objective: v.strictObject({ metric: v.picklist(metrics), direction: v.picklist(['minimize', 'maximize']) }),
    trials: integer(1, 100_000),
    /** Width q of parallel asks, as in a tune step. */
    width: integer(1, 64),
    /** Genotypes to try first, in order. */
    first: v.optional(v.pipe(v.array(v.pipe(v.record(text(60), scalar), v.maxEntries(200))), v.maxLength(100))),
    /** Scores of the untrained networks, reported beside their metrics. */
    proxies: v.optional(v.pipe(v.array(proxy), v.maxLength(proxyNames.length))),
    /** Of so many proposals the one with the best score is tried. */
    preselect: v.optional(v.strictObject({ proxy, of: integer(2, 50) })),
    /** Networks are judged by this score alone, and nothing is trained. Missing: by the objective, after training. */
    judge: v.optional(proxy),
    /** Instead of a search: random networks judged in several ways, to see which shortcut ranks as full training does. */
    compare: v.optional(
      v.strictObject({
        /** False: the settings are kept, but the step searches. */
        on: v.boolean(),
        networks: integer(5, 200),
        /** Epochs of the short training. */
        epochs: integer(1, 10_000),
        /** Share of the training rows of the training on few rows. */
        share: v.pipe(v.number(), v.minValue(0.02), v.maxValue(0.9)),
        /** Also trains a neighbour of each network, whose weights it inherits. */
        inherit: v.boolean(),
        /** Also trains weights for all networks together, for so many epochs; missing: does not. */
        supernet: v.optional(integer(1, 10_000)),
      }),
    ),
  });

interface Chosen {
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
}

/** The same, typed by hand as the rest of the code reads it. */
export interface NasSetting {
  base: TrainConfig;
  space: Chosen;
  limits: { parameters?: number | undefined; flops?: number | undefined; memory?: number | undefined };
  strategy: Chosen;
  pruner?: Chosen | undefined;
  fidelity?: { of: (typeof archFidelityKinds)[number]; least: number } | undefined;
  trials: number;
  width: number;
  first?: Genotype[] | undefined;
  proxies?: ProxyName[] | undefined;
  preselect?: { proxy: ProxyName; of: number } | undefined;
  judge?: ProxyName | undefined;
  compare?: CompareSetting | undefined;
}

export interface CompareSetting {
  readonly on: boolean;
  readonly networks: number;
  readonly epochs: number;
  readonly share: number;
  readonly inherit: boolean;
  readonly supernet?: number | undefined;
}
