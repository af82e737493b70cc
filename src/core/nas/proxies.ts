// Zero-cost proxies: scores of networks at initialisation, before any training. What they are and where they come from;
// engine/proxies computes them. Of each score more is taken for better.
import { TablabError } from '../errors/error';
import type { ProxyName } from './config';

export { proxyNames, type ProxyName } from './config';

export interface ProxyDef {
  readonly name: ProxyName;
  readonly label: string;
  readonly summary: string;
  readonly source: string;
}

/** Rows of the minibatch that scores are taken on; fewer where the data has fewer. */
export const proxyRows = 64;
/**
 * Of them, the rows whose codes NASWOT compares. Its kernel is singular where a network has fewer units with codes than
 * rows less one, and networks for tables are small.
 */
export const codedRows = 16;

export const proxyDefs: readonly ProxyDef[] = [
  {
    name: 'synflow',
    label: 'Synflow',
    summary: 'How much signal flows through all weights together, without data; its logarithm.',
    source: 'Tanaka et al. 2020, arXiv 2006.05467; Abdelfattah et al. 2021, arXiv 2101.08134',
  },
  {
    name: 'naswot',
    label: 'NASWOT',
    summary: 'How differently the rows of a minibatch switch the units on and off.',
    source: 'Mellor et al. 2021, arXiv 2006.04647',
  },
  {
    name: 'gradNorm',
    label: 'Gradient norm',
    summary: 'Length of the first gradient, summed over the layers.',
    source: 'Abdelfattah et al. 2021, arXiv 2101.08134',
  },
  {
    name: 'snip',
    label: 'SNIP',
    summary: 'How much the loss would change if weights were taken away, summed over all weights.',
    source: 'Lee et al. 2019, arXiv 1810.02340; Abdelfattah et al. 2021, arXiv 2101.08134',
  },
  {
    name: 'parameters',
    label: 'Parameters',
    summary: 'Number of trainable numbers: what every other score must beat.',
    source: 'White et al. 2022, "A deeper look at zero-cost proxies for lightweight NAS"',
  },
  {
    name: 'flops',
    label: 'Operations',
    summary: 'Operations of one row: what every other score must beat.',
    source: 'White et al. 2022, "A deeper look at zero-cost proxies for lightweight NAS"',
  },
];

const byName = new Map<string, ProxyDef>(proxyDefs.map((def) => [def.name, def]));

export const isProxy = (name: string): name is ProxyName => byName.has(name);

/** Throws `nas-proxy-unknown`. */
export function proxyDef(name: string): ProxyDef {
  const def = byName.get(name);
  if (!def) throw new TablabError('nas-proxy-unknown', { proxy: name });
  return def;
}

/** Scores by name; null where the network has none (see docs/methods/nas-estimation.md). */
export type ProxyScores = Readonly<Partial<Record<ProxyName, number | null>>>;
