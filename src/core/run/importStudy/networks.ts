// A saved architecture search: beside its trials the step's setting and what its data gave, from which its networks follow.
import * as v from 'valibot';
import { trialRecordSchema } from '../../archive/schemas';
import { errorText, TablabError } from '../../errors/error';
import { nasStepSchema, type Lab, type NasConfig } from '../../lab/document';
import { parseLab } from '../../lab/validate';
import { Architectures } from '../../nas/architectures';
import { checkSetting } from '../../nas/search';
import { archSpaceDef, archSpaceOptions } from '../../nas/spaces/registry';
import { dataShapeSchema } from '../../nas/dataShape';
import type { DataShape } from '../../nas/space';
import { isPoint } from '../../space/points';
import type { Space } from '../../space/space';
import type { TrialRecord } from '../types';
import { refuse, type ImportedStudy } from './study';

export interface ImportedNetworks {
  readonly config: NasConfig;
  /** Of the data that they were made for. */
  readonly shape: DataShape;
}

export const networksSchema = v.object({ config: nasStepSchema.entries.config, shape: dataShapeSchema });

/** Whether the genes of a file are those of its setting, and each of its trials a genotype. Throws `import-study`. */
export function checkNetworks(
  { config, shape }: ImportedNetworks,
  space: Space,
  trials: readonly Pick<TrialRecord, 'index' | 'params'>[],
): void {
  let genes: Space;
  try {
    checkSetting(config);
    const def = archSpaceDef(config.space.type);
    const options = archSpaceOptions(def, config.space.options);
    genes = new Architectures(def, options, shape, config.limits, config.base.batchSize).genes;
  } catch (error) {
    throw error instanceof TablabError ? refuse(`its networks cannot be made: ${inside(error)}`, error) : error;
  }
  if (JSON.stringify(plain(genes)) !== JSON.stringify(plain(space)))
    throw refuse('its genes are not those of its space of architectures');
  const strange = trials.find(({ params }) => !isPoint(genes, params));
  if (strange) throw refuse(`trial ${strange.index} is no genotype of its space`);
}

/** Without the order of keys. */
const plain = (space: Space) =>
  space.map(({ path, domain, when }) => [path, Object.entries(domain).sort(), when?.path, when?.in]);
/** A coded error within a sentence that ends with a full stop of its own. */
const inside = (error: TablabError) => errorText(error).replace(/\.$/, '');

/** A trial as the lab had it; what JSON cannot say, NaN, is null there. Throws `import-study`. */
export function wholeTrial(saved: Readonly<Record<string, unknown>>): TrialRecord {
  const found = v.safeParse(trialRecordSchema, revived(saved));
  if (found.success) return found.output as TrialRecord;
  const [issue] = found.issues;
  throw refuse(`trial ${String(saved.index)} of its search is wrong: ${v.getDotPath(issue) ?? 'the trial'}`);
}

const kept = [
  ...['index', 'params', 'share', 'state', 'value', 'rung', 'bestEpoch', 'error'],
  ...['executor', 'backend', 'attempts', 'seconds', 'startedAt'],
] as const;

function revived(saved: Readonly<Record<string, unknown>>): unknown {
  const own = Object.fromEntries(kept.flatMap((key) => (saved[key] === undefined ? [] : [[key, saved[key]]])));
  const points = Array.isArray(saved.curve) ? (saved.curve as Record<string, unknown>[]) : [];
  const curve = points.map(({ epoch, loss, validation, train }) => ({
    epoch,
    loss: loss ?? NaN,
    validation: numbers(validation),
    ...(train ? { train: numbers(train) } : {}),
  }));
  const clocked = numbers(saved.measured);
  const measured = Object.keys(clocked).length > 0 ? { measured: clocked } : {};
  return { ...own, metrics: numbers(saved.metrics), ...measured, curve };
}

const numbers = (record: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, (value as unknown) ?? NaN]));

/** The lab as it would have run the search: its step has the setting of the file. Throws `import-study`. */
export function labOfSearch(lab: Lab, step: string, { config }: ImportedNetworks): Lab {
  const steps = lab.steps.map((one) => (one.id === step && one.type === 'nas' ? { ...one, config } : one));
  try {
    return parseLab({ ...lab, steps });
  } catch (error) {
    throw error instanceof TablabError ? refuse(`its setting cannot be kept: ${inside(error)}`, error) : error;
  }
}

/** The networks of a study that is to be kept as an architecture search. Throws `import-networks`. */
export function networksOf({ networks, source }: Pick<ImportedStudy, 'networks' | 'source'>): ImportedNetworks {
  if (networks) return networks;
  throw new TablabError('import-networks', { source });
}
