// Values for a gene that comes into being when a network gets a block more.
import type { Scalar } from '../../fields/field';
import { contains } from '../../space/domains';
import { wholeAxis } from '../../space/points';
import type { Param, ParamValues } from '../../space/space';

/** Those of the block before; no pooling; switches both ways; else the first value there is. */
export function valuesFor({ path, domain }: Param, values: ParamValues): Scalar[] {
  if (domain.kind === 'bool') return [false, true];
  const none = 'none';
  if (/pool$/.test(path) && contains(domain, none)) return [none];
  const before = path.replace(/b(\d+)\./, (_, n: string) => `b${Number(n) - 1}.`);
  const known = values[before];
  return known !== undefined && contains(domain, known) ? [known] : [wholeAxis(domain).at(0)];
}
