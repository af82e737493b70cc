// Regularized (aging) evolution (Real, Aggarwal, Huang & Le 2019, AAAI, arXiv 1802.01548) over genotypes: the sampler of
// the same name (core/samplers), whose mutation changes one gene to another value. The paper has P = 100 and S = 25; with
// the budgets of a browser P = 20 and S = 5 find more, because the first P networks are random.
import { defaultsOf } from '../../fields/field';
import { regularizedEvolution } from '../../samplers/regularizedEvolution';
import { defineStrategy } from './strategy';

// Genes are choices; the one range, the number of blocks, takes any other value as the paper's genes do.
const { population, tournament } = regularizedEvolution.fields;

export const evolution = defineStrategy({
  type: 'evolution',
  label: 'Regularized evolution',
  summary: 'Changes one gene of a good recent network at a time; old networks leave the population.',
  fields: { population, tournament },
  usesResults: true,
  ask: (ask) => {
    const options = { ...defaultsOf(regularizedEvolution.fields), ...ask.options, spread: 0 };
    return regularizedEvolution.ask({ ...ask, options });
  },
});
