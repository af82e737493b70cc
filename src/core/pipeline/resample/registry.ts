// Every way to change how many training rows a class has: one file each, or one for two that belong together; one line here.
import { over, under } from './random';
import type { ResampleDef } from './resample';
import { smote, smoteNc } from './smote';

export const resampleDefs: readonly ResampleDef[] = [over, under, smote, smoteNc];

export const resampleDef = (type: string): ResampleDef | undefined => resampleDefs.find((def) => def.type === type);
