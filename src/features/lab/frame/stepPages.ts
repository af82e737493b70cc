// The pages of the steps, loaded when first opened. Each feature exports its page from its index.
import type { Component } from 'svelte';
import type { Step } from '$core/lab/document';
import type { LabSession } from '../types';

export type StepPage = Component<{ session: LabSession; step: string; view?: string }>;
/** `predict`: new rows by what a step has trained; a view of the step. */
export type StepKind = 'data' | 'features' | 'predict' | Step['type'];

interface Pages {
  readonly DataPage?: StepPage;
  readonly FeaturesPage?: StepPage;
  readonly TrainPage?: StepPage;
  readonly TunePage?: StepPage;
  readonly NasPage?: StepPage;
  readonly ValidatePage?: StepPage;
  readonly PredictPage?: StepPage;
}
const modules = import.meta.glob<Pages>('../../{data,features,train,tune,nas,validate,predict}/index.ts');

/** Rejects where the page is missing or cannot be loaded. */
export async function loadStepPage(kind: StepKind): Promise<StepPage> {
  const load = modules[`../../${kind}/index.ts`];
  const pages = await load?.();
  const page = {
    data: pages?.DataPage,
    features: pages?.FeaturesPage,
    train: pages?.TrainPage,
    tune: pages?.TunePage,
    nas: pages?.NasPage,
    validate: pages?.ValidatePage,
    predict: pages?.PredictPage,
  }[kind];
  if (!page) throw new Error(`The page "${kind}" is not part of this build.`);
  return page;
}
