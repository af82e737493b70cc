// npm run regret [-- measure [sampler ...] [--seeds 30] [--unseen | --choosing | --held | --wide | --again levy3,boost]]: regret curves of the samplers beside Optuna's.
// npm run regret -- worth [--seeds 1]: how often the answers of "is it worth going on?" held; takes about ten minutes a seed.
// Without `measure` it prints the table of the kept figures (tests/bench/regret/data) and writes docs/regret.md and its chart.
// With it, it first measures what is missing of ours (all samplers of the chart, or those named; delete a file to start it anew).
// TABLAB_MACRO: the table of NAS-Bench-Macro (nas-bench-macro_cifar10.json); without it that problem is left out.
// --wide: five of 25 to 40 parameters. --unseen: ten problems that no sampler was made with. --choosing: thirteen by which the rule of the automatic one was chosen. --held: ten that no rule was made with either. --again: these of them once more, with seeds from 100 on. Optuna's figures come from tests/bench/peers/optuna_regret.py.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { at } = await import('./lib/paths.mjs');
const { builtForNode } = await import('./lib/inNode.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    unseen: { type: 'boolean', default: false },
    choosing: { type: 'boolean', default: false },
    held: { type: 'boolean', default: false },
    wide: { type: 'boolean', default: false },
    again: { type: 'string' },
  },
});
const [command, ...named] = positionals;
const seeds = Number(values.seeds ?? (command === 'worth' ? 1 : 30));
if (command !== undefined && command !== 'measure' && command !== 'worth') {
  console.error(
    'Usage: npm run regret [-- measure [sampler ...] [--seeds 30] [--unseen | --choosing | --held | --wide | --again levy3,boost] | worth [--seeds 1]]',
  );
  process.exit(2);
}
/** @type {typeof import('../tests/bench/regret/main')} */
const regret = await import(await builtForNode('tests/bench/regret/main.ts', 'regret'));
const folder = at('tests/bench/regret/data');
if (command === 'worth') {
  await regret.installNumerics();
  const tty = Boolean(process.stderr.isTTY);
  console.log(regret.worthReport(seeds, (text) => tty && process.stderr.write(`\r\u001b[2K${text}`)));
  process.exit(0);
}
if (command === 'measure') {
  // The same bits, sooner.
  await regret.installNumerics();
  const macro = process.env.TABLAB_MACRO ? readFileSync(process.env.TABLAB_MACRO, 'utf8') : null;
  const sets = /** @type {const} */ (['wide', 'held', 'choosing', 'unseen']);
  const set = sets.find((one) => values[one]) ?? (values.again !== undefined ? 'unseen' : 'known');
  const within = values.again !== undefined ? '/again' : set === 'known' ? '' : `/${set}`;
  for (const type of named.length > 0 ? named : regret.measured)
    regret.measure(`${folder}${within}/ours-${type}.json`, type, seeds, {
      set,
      macro,
      ...(values.again === undefined ? {} : { only: values.again.split(','), first: 100 }),
    });
}
console.log(regret.report(folder, at('docs')));
