// Bayesian optimization over architectures after BANANAS (White, Neiswanger & Savani 2021, AAAI, arXiv 1910.11858): path
// encoding of cells, candidates by mutation of the best networks, independent Thompson sampling as the acquisition (each
// candidate draws a value from its own predicted distribution, the highest is trained). The predictor is a Gaussian process
// on the encoding, in place of the paper's ensemble of deep networks: it needs few networks and milliseconds. Values are the normal scores of
// the networks' ranks: the scale of the objective does not matter, failed and pruned networks are the worst.
import { int } from '../../fields/field';
import { normalQuantile } from '../../math/normalQuantile';
import { spread } from '../../samplers/gp/values';
import { isScored, ranked } from '../../samplers/history';
import { mutated } from '../../samplers/selection';
import { drawUnseen } from '../../samplers/unseen';
import { pointKey } from '../../space/points';
import type { Genotype } from '../space';
import { Features, featuresOf } from './bayes/encoding';
import { Process } from './bayes/process';
import { standings } from './standing';
import { defineStrategy, type NasAsk } from './strategy';

const fields = {
  startup: int('Random networks first', 10, 1, 1000),
  candidates: int('Candidates', 100, 10, 2000, { log: true, help: 'Drawn for each ask; one of them is trained.' }),
  parents: int('Parents', 10, 1, 200, { help: 'The best networks so far, whose mutations are the candidates.' }),
};

interface Options {
  readonly startup: number;
  readonly candidates: number;
  readonly parents: number;
}

/** Trials used: the best half of them and the others evenly spread. The time of an ask grows with the square. */
const mostUsed = 250;

export const bayes = defineStrategy({
  type: 'bayes',
  label: 'Bayesian optimization',
  summary: 'Predicts networks from what they share with those tried, and tries where a high value is likely (BANANAS).',
  fields,
  usesResults: true,
  ask: (ask) => {
    const scored = ask.trials.filter(isScored);
    if (scored.length === 0 || scored.length + ask.pending.length < ask.options.startup)
      return drawUnseen(ask, ask.rng);
    const { architectures, space, options } = ask;
    const features = new Features();
    const encode = (genotype: Genotype) =>
      features.of(featuresOf(architectures.def, architectures.options, space, genotype));
    const known = standings(ask.trials, ask.direction);
    const y = Float64Array.from(known, ({ share }) =>
      normalQuantile((share * (known.length - 1) + 0.5) / known.length),
    );
    const used = spread(y, mostUsed);
    const process = new Process(
      used.map((i) => encode(known[i].trial.params)),
      Float64Array.from(used, (i) => y[i]),
    );
    // Whether a candidate may be asked costs more than its value: only the highest are looked at.
    const drawn = candidatesOf(ask, options).map(({ genotype, rng }) => {
      const { mean, deviation } = process.at(encode(genotype));
      return { genotype, value: mean + deviation * rng.split('value').normal() };
    });
    drawn.sort((a, b) => b.value - a.value);
    return drawn.find(({ genotype }) => !ask.seen.has(pointKey(genotype)))?.genotype ?? drawUnseen(ask, ask.rng);
  },
});

/** Children of the best networks, one gene or two away. */
function candidatesOf(ask: NasAsk<Options>, { candidates, parents }: Options) {
  const best = ranked(ask.trials.filter(isScored), ask.direction).slice(0, parents);
  return Array.from({ length: candidates }, (_, i) => {
    const rng = ask.rng.split('candidate', i);
    let genotype = best[i % best.length].params;
    const changes = 1 + rng.below(2);
    for (let n = 0; n < changes; n++) genotype = mutated(ask.space, genotype, 0, rng.split('change', n));
    return { genotype, rng };
  });
}
