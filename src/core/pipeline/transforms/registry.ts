// Every transform of a column of numbers: one file each, one line here.
import type { NumberStepDef } from '../numberStep';
import { bins } from './bins';
import { boxCox } from './boxCox';
import { cbrt } from './cbrt';
import { clip } from './clip';
import { log } from './log';
import { log1p } from './log1p';
import { outliers } from './outliers';
import { sqrt } from './sqrt';
import { targetBins } from './targetBins';
import { yeoJohnson } from './yeoJohnson';

export const transforms: readonly NumberStepDef[] = [
  log,
  log1p,
  sqrt,
  cbrt,
  boxCox,
  yeoJohnson,
  clip,
  outliers,
  bins,
  targetBins,
];
