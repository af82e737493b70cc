// A table of networks as a space of architectures, so that strategies search it: its genes, and no network but those of the
// table. Nothing is trained; layers stand for genes, so that equal genes are one network and others another.
import { TablabError } from '../errors/error';
import { Architectures } from '../nas/architectures';
import { samplerOf } from '../nas/sampler';
import { defineArchSpace, type ArchSpaceDef, type DataShape } from '../nas/space';
import { cell201 } from '../nas/spaces/cell201';
import { strategyDef, strategyDefs, strategyOptions } from '../nas/strategies/registry';
import { defaultsOf, type Scalar } from '../fields/field';
import { pointKey } from '../space/points';
import type { Entrant } from './search';
import type { ReplayTable } from './table';

/** Strategies whose proposals rest on genes and results alone. */
export const tableStrategies: readonly string[] = strategyDefs
  .filter(({ lineage, relaxes, supernet }) => !lineage && !relaxes && !supernet)
  .map(({ type }) => type);

const shape: DataShape = { inputs: [{ id: 'x', shape: [8, 8, 3], dtype: 'float32' }], units: 1 };

/** One for all searches of a table. `absent`: what a gene has where it adds nothing. */
export function architecturesOf(table: ReplayTable, absent?: Scalar): Architectures {
  const { space, byKey, genes } = table;
  const missing = () => new TablabError('nas-genotype', { reason: 'it is not in the table' });
  const check = (genotype: Readonly<Record<string, Scalar>>) => {
    if (!byKey.has(pointKey(genotype))) throw missing();
  };
  const def: ArchSpaceDef =
    genes === 'cell201'
      ? {
          ...cell201,
          genes: () => space,
          decode: (genotype, options, inputs) => {
            check(genotype);
            return cell201.decode(genotype, options, inputs);
          },
        }
      : defineArchSpace({
          type: 'replayed',
          label: 'Table',
          summary: '',
          source: '',
          fields: {},
          ...(absent === undefined ? {} : { absent }),
          unfit: () => null,
          genes: () => space,
          decode: (genotype) => {
            check(genotype);
            return [{ id: pointKey(genotype), type: 'flatten', inputs: [shape.inputs[0].id] }];
          },
        });
  return new Architectures(def, defaultsOf(def.fields), shape, {}, 1);
}

/** Throws `nas-strategy-unknown` or `replay-strategy`. */
export function strategyEntrant(type: string, architectures: Architectures): Entrant {
  const def = strategyDef(type);
  if (!tableStrategies.includes(type))
    throw new TablabError('replay-strategy', { strategy: def.label, others: tableStrategies.join(', ') });
  return { sampler: 'random', make: () => samplerOf(def, strategyOptions(def, {}), architectures) };
}
