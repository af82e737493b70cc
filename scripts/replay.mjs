// npm run replay -- table.csv|table.json --value accuracy --maximize: searches replayed on a table of known results.
// What it reads and prints: docs/methods/replaying.md.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';

const usage = `Usage: npm run replay -- <table.csv | table.json> --value COLUMN[:max|:min] [options]

The table: CSV with a row for each evaluated configuration, or JSON: a list of objects, or an object that gives
each configuration its results ({"01210122": {"accuracy": 92.1}}, one gene a character, or cells of NAS-Bench-201).

  --value COLUMN           the result; several times for a Pareto front (with :max or :min each)
  --maximize, --minimize   whether larger or smaller is better
  --settings A,B           the settings; else all columns but results and those of --ignore
  --ignore A,B             columns that are neither
  --categories A,B         numbers that are only names
  --genes COLUMN           texts that hold the genes: one character each, parts, or cells of NAS-Bench-201
  --absent VALUE           the gene that adds nothing, such as 0; the strategy pnas needs it to know simple from complex
  --curve NAME             learning curves: columns NAME1, NAME2, ..., or in JSON a list
  --epochs COLUMN          how long each row was trained: those of a configuration that were trained longest count
  --early A,B              further results known before training, such as a size: pruners compare by them too
  --nearest                the rows are a sample of the space: a proposal stands for the nearest row not tried yet
  --samplers A,B           default: random,tpe,gp,localSearch,auto
  --strategies A,B         of architecture search: evolution, localSearch, bayes, pnas, controller, random, grid
  --pruners A,B            with --curve: none,median,halving,hyperband,asha,extrapolation, ...;
                           options after colons: asha:minEpochs=3:eta=4
  --trials N               default 100; with pruners: epochs for so many whole trainings
  --seeds N                default 30
  --width N                trials at a time, default 1
  --optuna A,B             of Optuna, if TABLAB_PYTHON names a Python that has it: random,tpe,gp,cmaes,nsga2; default tpe
  --json FILE              also write every seed's figures`;

/** @type {(message: string) => never} */
const refuse = (message) => {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
};
const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        value: { type: 'string', multiple: true, default: [] },
        maximize: { type: 'boolean', default: false },
        minimize: { type: 'boolean', default: false },
        settings: { type: 'string' },
        ignore: { type: 'string', default: '' },
        categories: { type: 'string', default: '' },
        genes: { type: 'string' },
        absent: { type: 'string' },
        curve: { type: 'string' },
        early: { type: 'string' },
        epochs: { type: 'string' },
        nearest: { type: 'boolean', default: false },
        samplers: { type: 'string' },
        strategies: { type: 'string', default: '' },
        pruners: { type: 'string', default: '' },
        trials: { type: 'string', default: '100' },
        seeds: { type: 'string', default: '30' },
        width: { type: 'string', default: '1' },
        optuna: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
})();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [file] = positionals;
if (!file || positionals.length > 1) refuse('Name one table.');
if (!existsSync(file) || !statSync(file).isFile()) refuse(`There is no file ${file}.`);
if (values.maximize && values.minimize) refuse('Say --maximize or --minimize, not both.');
/** @param {string} text */
const list = (text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
/** @type {(name: 'trials' | 'seeds' | 'width', most: number) => number} */
const whole = (name, most) => {
  const number = Number(values[name]);
  if (!(Number.isInteger(number) && number >= 1 && number <= most))
    refuse(`--${name} takes a whole number from 1 to ${most}.`);
  return number;
};
const [trials, seeds, width] = [whole('trials', 2000), whole('seeds', 1000), whole('width', 64)];

ensureInstalled();
const { at } = await import('./lib/paths.mjs');
const { builtForNode } = await import('./lib/inNode.mjs');
/** @type {typeof import('./lib/replay')} */
const lib = await import(await builtForNode('scripts/lib/replay.ts', 'replay'));
// The same bits, sooner.
await lib.installNumerics();

const general = values.maximize ? 'maximize' : values.minimize ? 'minimize' : undefined;
/** @type {import('../src/core/replay/table').TableChoices} */
const choices = {
  values: values.value.map((text) => {
    const said = /^(.*):(max|min)$/.exec(text);
    /** @type {'maximize' | 'minimize' | undefined} */
    const direction = said ? (said[2] === 'max' ? 'maximize' : 'minimize') : general;
    return { column: said ? said[1] : text, ...(direction ? { direction } : {}) };
  }),
  ...(values.curve === undefined ? {} : { curve: values.curve }),
  ...(values.early === undefined ? {} : { early: list(values.early) }),
  ...(values.epochs === undefined ? {} : { epochs: values.epochs }),
  ...(values.settings === undefined ? {} : { settings: list(values.settings) }),
  ...(values.genes === undefined ? {} : { genes: values.genes }),
  ignore: list(values.ignore),
  categories: list(values.categories),
  nearest: values.nearest,
};
const several = choices.values.length > 1;
const strategies = list(values.strategies);
const usual = several ? 'random,tpe,nsga2' : strategies.length > 0 ? '' : 'random,tpe,gp,localSearch,auto';
const options = {
  samplers: list(values.samplers ?? usual),
  strategies,
  pruners: list(values.pruners),
  trials,
  seeds,
  width,
  ...(values.absent === undefined ? {} : { absent: values.absent }),
};
/** @param {Buffer} bytes */
const textOf = (bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
const tty = Boolean(process.stderr.isTTY);
/** @param {string} text */
const progress = (text) => {
  if (tty) process.stderr.write(`\r\u001b[2K${text}`);
};
try {
  const table = lib.read(basename(file), textOf(readFileSync(file)), choices);
  console.log(`${lib.introduction(basename(file), table)}\n`);
  const replay = lib.prepare(table, options);
  const ours = replay.entrants.map((entrant) =>
    replay.measure(
      entrant,
      () => performance.now(),
      (seed) => progress(`${entrant.name}: ${seed + 1} of ${seeds} seeds`),
    ),
  );
  const theirs = optuna(replay);
  progress('');
  console.log(lib.report(replay, options, ours, theirs));
  if (values.json) {
    const { checkpoints, yardstick } = replay;
    const all = { table: basename(file), options, checkpoints, regret: yardstick.what, ours, optuna: theirs };
    writeFileSync(values.json, `${JSON.stringify(all, null, 1)}\n`);
  }
} catch (error) {
  progress('');
  const { message, action, code } = lib.plainError(error);
  const flags = lib.flagsOf(code);
  console.error(`${message} ${action}${flags === '' ? '' : ` (${flags})`} [${code}]`);
  process.exit(1);
}

/** @param {import('../src/core/replay/replay').Replay} replay */
function optuna(replay) {
  const python = process.env.TABLAB_PYTHON;
  const named = list(values.optuna ?? (python ? 'tpe' : ''));
  if (named.length === 0 || named[0] === 'none') return [];
  if (!python) refuse('Set TABLAB_PYTHON to a Python that has optuna.');
  if (options.pruners.length > 0) {
    console.log('Optuna is not run with --pruners.\n');
    return [];
  }
  const problem = lib.forOptuna(replay.table);
  return named.map((sampler) => {
    progress(`Optuna ${sampler}`);
    const { status, stdout, error } = spawnSync(python, [at('tests/bench/peers/optuna_replay.py')], {
      input: JSON.stringify({ ...problem, sampler, trials, seeds }),
      stdio: ['pipe', 'pipe', 'inherit'],
      maxBuffer: 2 ** 30,
      encoding: 'utf8',
    });
    if (error || status !== 0) throw error ?? new Error(`Optuna's ${sampler} ended with status ${status}`);
    const { version, searches, ask } = JSON.parse(stdout);
    return lib.fromOptuna(replay, `Optuna ${version} ${sampler}`, searches, ask);
  });
}
