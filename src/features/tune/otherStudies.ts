// Finished studies of the other labs on this device: what a study may start from besides those of its own lab.
import type { Lab, Step } from '$core/lab/document';
import type { RunInfo } from '$core/run/types';
import { listLabs } from '$store/labs';
import type { LabRecord } from '$store/records';
import { listRuns } from '$store/runs';
import type { Store } from '$store/schema';

export interface OtherStudy {
  readonly run: RunInfo & { readonly digest: string };
  /** `cars: Tune, study 2`. */
  readonly name: string;
  /** What its lab's data is called. */
  readonly data: string;
}

/** The newest first. */
const mostListed = 50;

/** What a step is called. */
type Titles = (step: Step) => string;

export async function otherStudies(store: Store, labId: string, titleOf: Titles): Promise<OtherStudy[]> {
  const [labs, runs] = await Promise.all([listLabs(store), listRuns(store)]);
  return studiesOfOthers(labs, runs, labId, titleOf);
}

/** `runs`: newest first. Equal digests are equal studies, so each is named once, and none that the lab has itself. */
export function studiesOfOthers(
  labs: readonly LabRecord[],
  runs: readonly RunInfo[],
  labId: string,
  titleOf: Titles,
): OtherStudy[] {
  const byId = new Map(labs.map(({ id, lab }) => [id, lab]));
  const studies = runs.filter(
    (run): run is OtherStudy['run'] =>
      run.stepType === 'tune' && run.state === 'done' && !run.hidden && run.digest !== null,
  );
  const seen = new Set(studies.filter((run) => run.labId === labId).map(({ digest }) => digest));
  const found: OtherStudy[] = [];
  for (const run of studies) {
    const lab = byId.get(run.labId);
    if (!lab || run.labId === labId || seen.has(run.digest) || found.length === mostListed) continue;
    seen.add(run.digest);
    found.push({ run, name: `${lab.title}: ${studyName(run, lab, studies, titleOf)}`, data: dataName(lab) });
  }
  return found;
}

function studyName(run: RunInfo, lab: Lab, studies: readonly RunInfo[], titleOf: Titles): string {
  if (run.imported) return `${run.imported.name}, imported`;
  const step = lab.steps.find(({ id }) => id === run.step);
  const same = studies.filter((one) => one.labId === run.labId && one.step === run.step);
  return `${step ? titleOf(step) : run.step}, study ${same.length - same.indexOf(run)}`;
}

const dataName = ({ data }: Lab) => (data.kind === 'imported' ? data.name : data.id);
