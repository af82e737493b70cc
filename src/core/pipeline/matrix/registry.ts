// Every matrix step: one file each, one line here. First those that choose among columns, then those that make new ones.
import { pca } from './pca';
import type { MatrixStepDef } from './step';

export const matrixSteps: readonly MatrixStepDef[] = [pca];

export const matrixStepDef = (type: string): MatrixStepDef | undefined => matrixSteps.find((def) => def.type === type);
