// A new lab: the penguins are chosen so that everything works at once; the Data step is where it starts.
import { defaultFeatures, defaultSplit, labVersion, type Lab } from '$core/lab/document';
import { loadNewStep } from '$features/lab';

export async function emptyLab(title = 'Untitled lab'): Promise<Lab> {
  const lab: Lab = {
    format: 'tablab',
    version: labVersion,
    title,
    seed: 1,
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    features: defaultFeatures,
    split: defaultSplit,
    executor: 'auto',
    steps: [],
  };
  const newStep = await loadNewStep();
  return { ...lab, steps: [newStep(lab, 'train', 'table')] };
}
