// Every scaler: one file each, one line here.
import type { NumberStepDef } from '../numberStep';
import { maxAbs } from './maxAbs';
import { minMax } from './minMax';
import { none } from './none';
import { quantile } from './quantile';
import { robust } from './robust';
import { standard } from './standard';

export const scalers: readonly NumberStepDef[] = [standard, none, minMax, maxAbs, robust, quantile];
