// Texts that a lab reads as sequences of token codes: which they are, and what of the lab goes with reading them so.
import { defaultSearch } from '../nas/defaults';
import type { NasSetting } from '../nas/config';
import { tokenEncoding } from '../pipeline/text/encoders';
import type { ColumnInfo } from '../table/types';
import { defaultTrainConfig, type DataKind, type TrainConfig } from '../train/config';
import { canonicalJson } from './canonical';
import { typeIn } from './columnType';
import type { Lab, Step } from './document';
import { termsOf, withoutBlanks, withTexts } from './textFeatures';

type Reading = Pick<Lab, 'features' | 'roles'>;

const isLeft = ({ roles }: Reading, name: string) => name === roles.target || roles.exclude.includes(name);
const encodeOf = ({ features: { columns } }: Reading, name: string) =>
  columns && Object.hasOwn(columns, name) ? columns[name].encode : undefined;

export const isTokens = (lab: Reading, name: string): boolean =>
  !isLeft(lab, name) && encodeOf(lab, name)?.type === tokenEncoding;

/** Columns of text that could be read as token codes and are not. */
export function texts(columns: readonly ColumnInfo[], lab: Lab): readonly string[] {
  return columns
    .filter(
      (column) => column.name !== lab.roles.target && typeIn(lab, column) === 'text' && !isTokens(lab, column.name),
    )
    .map(({ name }) => name);
}

/** What the lab's models get, by the description of its data. */
export function kindOfData(columns: readonly ColumnInfo[], lab: Lab): DataKind {
  const used = columns.filter(({ name }) => !isLeft(lab, name));
  if (used.some((column) => typeIn(lab, column) === 'image')) return 'image';
  if (!used.some(({ name }) => isTokens(lab, name)) && !madeTexts(columns, lab)) return 'table';
  const beside = used.some((column) => {
    const type = typeIn(lab, column);
    if (isTokens(lab, column.name)) return false;
    return type === 'text' || type === 'id' ? termsOf(lab, column.name) !== null : true;
  });
  return beside ? 'textTable' : 'text';
}

/** Whether a column that steps on the table make is read as token codes; those are in no description of the data. */
function madeTexts(columns: readonly ColumnInfo[], lab: Lab): boolean {
  if (!lab.features.derive?.some(({ enabled }) => enabled !== false)) return false;
  const stored = new Set(columns.map(({ name }) => name));
  return Object.keys(lab.features.columns ?? {}).some((name) => !stored.has(name) && isTokens(lab, name));
}

/**
 * The lab with these texts as token codes, and what it would not train with as it was. Where words have no blanks between
 * them, every letter is a token.
 */
export function withTokens(lab: Lab, names: readonly string[], columns: readonly ColumnInfo[]): Lab {
  const { columns: recipes = {} } = lab.features;
  const letters = (name: string) => columns.some((column) => column.name === name && withoutBlanks(column));
  const encodeOf = (name: string) => ({
    type: tokenEncoding,
    ...(letters(name) ? { options: { pieces: 'char' } } : {}),
  });
  const read = names.map((name) => [name, { encode: encodeOf(name) }] as const);
  const after: Lab = {
    ...lab,
    roles: { ...lab.roles, exclude: lab.roles.exclude.filter((name) => !names.includes(name)) },
    // Categories as codes would be steps of the sequence.
    features: { ...lab.features, categorical: 'onehot', columns: { ...recipes, ...Object.fromEntries(read) } },
  };
  return withNetworksFor(lab, after, columns);
}

/** The lab with these texts by how often their words occur, and networks for that. */
export const withCounts = (lab: Lab, names: readonly string[], columns: readonly ColumnInfo[]): Lab =>
  withNetworksFor(lab, withTexts(lab, names, columns), columns);

/** `after` with networks for its data in the place of those that were there for the data of `before` without a touch. */
export function withNetworksFor(before: Lab, after: Lab, columns: readonly ColumnInfo[]): Lab {
  return withNetworksOf(after, kindOfData(columns, before), kindOfData(columns, after));
}

/** The same where the kinds are known: a new lab's first network is for tables until images come. */
export function withNetworksOf(lab: Lab, from: DataKind, to: DataKind): Lab {
  return from === to ? lab : { ...lab, steps: lab.steps.map((step) => stepFor(step, from, to)) };
}

function stepFor(step: Step, from: DataKind, to: DataKind): Step {
  if (step.type === 'train') return { ...step, config: trainingFor(step.config, from, to) };
  if (step.type === 'tune') {
    const base = trainingFor(step.config.base, from, to);
    if (base === step.config.base) return step;
    // What was varied of layers that are gone goes with them, unless something else hangs on it.
    const ids = new Set(base.layers.map(({ id }) => id));
    const isThere = (path: string) => !path.startsWith('layers.') || ids.has(path.split('.')[1]);
    const { enqueue: _enqueue, constraints = [], ...config } = step.config;
    const space = config.space.filter(({ path }) => isThere(path));
    const whole = space.length === config.space.length;
    if (whole) return { ...step, config: { ...step.config, base } };
    const hangs = constraints.length > 0 || space.some(({ when }) => when && !isThere(when.path));
    return hangs || space.length === 0 ? step : { ...step, config: { ...config, base, space } };
  }
  if (step.type !== 'nas') return step;
  const [old, fresh] = [defaultSearch(from), defaultSearch(to)];
  if (step.config.space.type !== old.space.type || old.space.type === fresh.space.type) return step;
  // Genotypes to try belong to the space they were made for.
  const { first: _first, ...config } = step.config;
  const limits: NasSetting['limits'] = same(config.limits, old.limits) ? fresh.limits : config.limits;
  const untouched = same(config.base, old.base) && config.trials === old.trials;
  const { base, trials } = untouched ? fresh : config;
  const strategy = same(config.strategy, old.strategy) ? fresh.strategy : config.strategy;
  return { ...step, config: { ...config, space: fresh.space, limits, base, trials, strategy } };
}

/** An untouched training is that for the other data; of one that was changed, the network alone. */
function trainingFor(config: TrainConfig, from: DataKind, to: DataKind): TrainConfig {
  const [old, fresh] = [defaultTrainConfig(from), defaultTrainConfig(to)];
  if (same(config, old)) return fresh;
  return same(config.layers, old.layers) ? { ...config, layers: fresh.layers } : config;
}

const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);
