// What scripts/replay.mjs runs: a table read, searched and reported.
import * as v from 'valibot';
import { plainError, TablabError } from '$core/errors/error';
import { chanceRegret } from '$core/replay/problem';
import { Replay, replayOptionsSchema, type ReplayOptions } from '$core/replay/replay';
import { joined } from '$core/replay/joined';
import { readRows } from '$core/replay/rows';
import type { Ended } from '$core/replay/search';
import { comparison, spreadOf, type Curves } from '$core/replay/summary';
import { tableChoicesSchema, tableOf, type ReplayTable, type TableChoices } from '$core/replay/table';
export { installNumerics } from '$engine/simd/numerics';
export { plainError };
export { samplerDefs } from '$core/samplers/registry';
export { prunerDefs } from '$core/pruners/registry';
export { tableStrategies } from '$core/replay/networks';

/** Throws `replay-*`. */
export function read(name: string, text: string, choices: TableChoices): ReplayTable {
  const { values, settings, ignore, categories, genes, early, curve, epochs } = choices;
  const named = [
    ...values.map(({ column }) => column),
    genes,
    settings,
    ignore,
    categories,
    early,
    curve,
    epochs,
  ].flat();
  const rows = joined(readRows(name, text), new Set(named.filter((column) => column !== undefined)));
  return tableOf(rows, v.parse(tableChoicesSchema, choices));
}

/** Throws what an entrant says against the table. */
export const prepare = (table: ReplayTable, options: ReplayOptions): Replay =>
  new Replay(table, v.parse(replayOptionsSchema, options));

/** What peers/optuna_replay.py needs to know of the table. */
export const forOptuna = ({ space, values, configurations, nearest }: ReplayTable) => ({
  space,
  directions: values.map(({ direction }) => direction),
  nearest,
  rows: configurations.map(({ params, repeats }) => ({ params, repeats })),
});

/** Optuna's searches: of each seed, of each trial the configuration and which of its evaluations was seen. */
export function fromOptuna(
  { table, yardstick, checkpoints }: Replay,
  name: string,
  searches: readonly (readonly (readonly [number, number])[])[],
  ask: number,
): Curves {
  const regrets = searches.map((search) =>
    yardstick.regrets(
      search.map(([at, repeat], index): Ended => {
        const { params, repeats, mean } = table.configurations[at];
        const seen = repeats[repeat].every(Number.isFinite) ? repeats[repeat] : null;
        const truth = seen && mean;
        return { index, params, state: seen ? 'done' : 'failed', seen, truth, spent: index + 1, askMs: 0 };
      }),
      checkpoints,
    ),
  );
  return { name, regrets, ask: { mean: ask, p95: NaN } };
}

const flags: Readonly<Record<string, string>> = {
  'replay-no-value': '--value',
  'replay-direction': '--maximize or --minimize, or --value COLUMN:max',
  'replay-no-result': '--value',
  'replay-curve': '--curve',
  'replay-few': '--settings',
  'replay-genes': '--genes',
  'replay-many': '--ignore, --genes, --nearest',
  'replay-sparse': '--ignore, --settings, --nearest',
  'replay-several': '--value, --strategies',
  'replay-pruner': '--curve, --pruners',
  'replay-nearest': '--nearest, --strategies',
};

/** The options of the command that an error is about. */
export const flagsOf = (code: string): string => flags[code] ?? '';

/** What the table was taken for. */
export function introduction(name: string, { notes, values, configurations, epochs, genes }: ReplayTable): string {
  const lines = [`${name}`, ...notes.map((note) => `  ${note}`)];
  if (genes === 'cell201') lines.push('  genes: cells of NAS-Bench-201');
  values.forEach(({ column, direction }, m) => {
    const found = configurations.flatMap(({ mean }) => (mean ? [mean[m]] : []));
    const [low, high] = [Math.min, Math.max].map((pick) => show(found.reduce((a, b) => pick(a, b))));
    const better = direction === 'maximize' ? 'larger' : 'smaller';
    lines.push(
      `  result ${column}: ${low} to ${high}, ${better} is better${m === 0 && epochs > 0 ? `, known after each of ${epochs} epochs` : ''}`,
    );
  });
  return lines.join('\n');
}

const show = (value: number): string =>
  value === 0 ? '0' : Math.abs(value) < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(3)));

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_cell, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

/** The figures as text. */
export function report(
  replay: Replay,
  options: ReplayOptions,
  all: readonly Curves[],
  theirs: readonly Curves[],
): string {
  const { table, yardstick, checkpoints } = replay;
  const unit = table.epochs > 0 && options.pruners.length > 0 ? 'whole trainings' : 'trials';
  const head = ['', ...checkpoints.map((checkpoint) => `${checkpoint} ${unit}`), 'ask, ms'];
  const row = (curves: Curves) => [
    curves.name,
    ...spreadOf(curves, checkpoints).map(({ low, median, high }) => `${show(median)} [${show(low)}, ${show(high)}]`),
    curves.ask ? show(curves.ask.mean) : '',
  ];
  const rows = [head, ...all.map(row), ...theirs.map(row)];
  const chance = chanceRow(replay);
  if (chance) rows.push(chance);
  const parts = [`Regret: ${yardstick.what}. Median [quartiles] over ${options.seeds} seeds.`, columns(rows)];
  if (theirs.length > 0) {
    const pairs = all.flatMap((own) =>
      theirs.map((other) => [
        `${own.name} - ${other.name}`,
        ...comparison(own, other, checkpoints).map((p, i) => verdict(own, other, i, p)),
      ]),
    );
    parts.push(
      'p of a two-sided Mann-Whitney test, no correction for the number of comparisons:',
      columns([['', ...checkpoints.map(String)], ...pairs]),
    );
  }
  return parts.join('\n\n');
}

/** Expected of independent draws, exactly; only with one result and nothing that ends trials early. */
function chanceRow({ table, checkpoints }: Replay): string[] | null {
  if (table.values.length > 1) return null;
  const sign = table.values[0].direction === 'minimize' ? 1 : -1;
  const costs = table.configurations.flatMap(({ mean }) => (mean ? [sign * mean[0]] : []));
  const best = costs.reduce((a, b) => Math.min(a, b));
  const regrets = costs.map((cost) => cost - best);
  return ['(expected of independent draws)', ...checkpoints.map((trials) => show(chanceRegret(regrets, trials))), ''];
}

function verdict(own: Curves, other: Curves, i: number, p: number | null): string {
  if (p === null) return 'too few seeds';
  const text = p < 0.001 ? '<.001' : p.toFixed(3);
  if (p >= 0.05) return `${text} level`;
  const mean = ({ regrets }: Curves) => regrets.map((row) => rank(row[i])).reduce((a, b) => a + b, 0) / regrets.length;
  const pooled = [...own.regrets, ...other.regrets].map((row) => row[i]).sort((a, b) => a - b);
  const rank = (x: number) => (pooled.indexOf(x) + pooled.lastIndexOf(x)) / 2;
  return `${text} ${mean(own) < mean(other) ? 'better' : 'worse'}`;
}

export { TablabError };
