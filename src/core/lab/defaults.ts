// What a new lab starts with: apart from the document, because the first screen needs it and not the rest.
import type { FeaturesConfig, SplitConfig } from './document';

export const labVersion = 1;
export const defaultFeatures: FeaturesConfig = {
  scale: 'standard',
  impute: 'mean',
  categorical: 'onehot',
  maxCategories: 50,
};
export const defaultSplit: SplitConfig = { validation: 0.2, test: 0.2 };
