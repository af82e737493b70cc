// Every way to fill missing numbers: one file each, one line here.
import { constant } from './constant';
import type { ImputerDef } from './imputer';
import { mean } from './mean';
import { median } from './median';
import { mode } from './mode';
import { zero } from './zero';

export const imputers: readonly ImputerDef[] = [mean, median, zero, mode, constant];
