// Where a member of a population takes its weights from: its own checkpoint, that of the member whose weights it takes
// over, or, where both were lost, the same trainings again. Every stretch of a lineage has its own settings and streams,
// so what comes out is the same to the last bit. A member may have gone on from a barrier before another takes over its
// weights: how all stood at the last two barriers is kept by itself, in memory and, for the next life of the run, stored.
import { TablabError } from '$core/errors/error';
import { canonicalJson } from '$core/lab/canonical';
import { prunerDef, prunerOptions } from '$core/pruners/registry';
import { barrierNumbers, further, type Checkpoint } from '$core/run/checkpoint';
import type { Segment } from '$core/run/types';
import { variantOf, type RunPlan } from './runPlan';
import { jobOf, type TrialContext, type TrialRunner } from './trial';

/** One text per lineage. */
export const lineageKey = (lineage: readonly Segment[]): string => canonicalJson(lineage);

/** Checkpoints at the last barriers, in memory. */
export class Snapshots {
  private readonly kept = new Map<string, Checkpoint>();
  private epochs: number[] = [];

  keep(checkpoint: Checkpoint): void {
    this.kept.set(nameOf(checkpoint.of!, checkpoint.epoch), checkpoint);
    this.epochs = [...new Set([...this.epochs, checkpoint.epoch])].sort((a, b) => a - b).slice(-2);
    // Nobody goes back behind the barrier before the last.
    for (const [name, one] of this.kept) if (one.epoch < this.epochs[0]) this.kept.delete(name);
  }

  at(of: string, epoch: number): Checkpoint | undefined {
    return this.kept.get(nameOf(of, epoch));
  }
}

const nameOf = (of: string, epoch: number) => `${epoch} ${of}`;

/** Number under which it is stored how a member stood at the barrier after so many epochs; at the last one it has ended. */
export function barrierNumber({ study }: Pick<RunPlan, 'study'>, member: number, epochs: number): number {
  const { type, options, epochs: all } = study.pruner!;
  if (epochs === all) return member;
  const { interval } = prunerOptions(prunerDef(type), options);
  return barrierNumbers(member)[Math.round(epochs / Number(interval)) % 2];
}

/** The checkpoint from which the lineage's last stretch goes on; undefined: from its first epoch, with new weights. */
export async function startOf(
  slot: TrialRunner,
  lineage: readonly Segment[],
  trial: number,
  context: TrialContext,
): Promise<Checkpoint | undefined> {
  const own = await newest(lineageKey(lineage), trial, context);
  if (own) return own;
  const { from } = lineage[lineage.length - 1];
  if (from === 0) return undefined;
  const before = lineage.slice(0, -1);
  const giver = before[before.length - 1].member;
  const parent = lineageKey(before);
  const snapshot = context.snapshots?.at(parent, from);
  if (snapshot) return snapshot;
  const stored = (await storedOf(giver, context)).find(
    ({ of, epoch, part }) => of === parent && epoch === from && !part,
  );
  return stored ?? trainedAgain(slot, before, from, context);
}

/** All that is stored of a member. */
async function storedOf(member: number, { checkpoint }: TrialContext): Promise<Checkpoint[]> {
  const numbers = [member, ...barrierNumbers(member)];
  const found = await Promise.all(numbers.map((number) => checkpoint(number)));
  return found.flatMap((one) => one ?? []);
}

/** The last that is stored of a member with this lineage. */
async function newest(of: string, member: number, context: TrialContext): Promise<Checkpoint | undefined> {
  const own = (await storedOf(member, context)).filter((one) => one.of === of);
  return own.reduce<Checkpoint | undefined>((last, one) => (last ? further(last, one) : one), undefined);
}

/** The lineage's weights after so many epochs, from wherever they can still be had. */
async function trainedAgain(
  slot: TrialRunner,
  lineage: readonly Segment[],
  until: number,
  context: TrialContext,
): Promise<Checkpoint> {
  const { member, params } = lineage[lineage.length - 1];
  // The newest checkpoint of this member may be later than what is wanted.
  const quiet: TrialContext = {
    ...context,
    checkpoint: async (index) => earlier(await context.checkpoint(index), until),
  };
  const from = await startOf(slot, lineage, member, quiet);
  const asked = { index: member, params, until, lineage };
  await slot.ready(variantOf(context.plan, asked, context.fold));
  const job = await jobOf(asked, { ...quiet, paused: () => false, checkpointEvery: 1e9 }, from);
  let last: Checkpoint | undefined;
  const { record } = await slot.run(job, (message) => {
    if (message.type === 'checkpoint') last = message.checkpoint;
  });
  if (last?.epoch === until) return { ...last, of: lineageKey(lineage) };
  if (record.error) throw new TablabError(record.error.code, record.error.details);
  throw new TablabError('aborted');
}

const earlier = (checkpoint: Checkpoint | undefined, until: number) =>
  checkpoint && checkpoint.epoch < until ? checkpoint : undefined;
