// The points that the candidates of several models make, best first. A point takes one candidate of each model whose
// parameters it has; the best takes the best of each, and every other one stands behind it by what its candidates lose.
import type { Scalar } from '../../fields/field';
import { sizeOfDomain, valueAt } from '../../space/domains';
import { isActive } from '../../space/points';
import type { Param, ParamValues, Space } from '../../space/space';
import type { Candidate, Model } from './model';

/** Which candidate each model gives; models that are not named give their best. */
type Places = ReadonlyMap<Model, number>;

interface Combination {
  readonly values: ParamValues;
  /** Of the models that this point uses, in the order of the space. */
  readonly places: Places;
  /** What its candidates lose against the best of their models, in all. */
  readonly loss: number;
}

/** At most `most` points; `candidates` of a model: best first. */
export function* combinations(
  space: Space,
  modelOf: (param: Param) => Model,
  candidates: (model: Model) => readonly Candidate[],
  most: number,
): Generator<ParamValues> {
  const made = (asked: Places): Combination => {
    const values: Record<string, Scalar> = {};
    const places = new Map<Model, number>();
    let loss = 0;
    for (const param of space) {
      if (!isActive(param, values)) continue;
      const { path, domain } = param;
      if (sizeOfDomain(domain) === 1) {
        values[path] = valueAt(domain, 0);
        continue;
      }
      const model = modelOf(param);
      const list = candidates(model);
      const place = asked.get(model) ?? 0;
      values[path] = list[place].values[path];
      if (!places.has(model)) loss += list[0].gain - list[place].gain;
      places.set(model, place);
    }
    return { values, places, loss };
  };

  const waiting = [made(new Map())];
  const known = new Set([keyOf(waiting[0].places)]);
  for (let given = 0; given < most && waiting.length > 0; given++) {
    const next = waiting.splice(leastOf(waiting), 1)[0];
    yield next.values;
    for (const [model, place] of next.places) {
      if (place + 1 >= candidates(model).length) continue;
      const other = made(new Map(next.places).set(model, place + 1));
      const key = keyOf(other.places);
      if (known.has(key)) continue;
      known.add(key);
      waiting.push(other);
    }
  }
}

const keyOf = (places: Places): string =>
  [...places].map(([{ params }, place]) => `${params[0].path} ${place}`).join('\n');

/** Of equals the earlier. */
function leastOf(waiting: readonly Combination[]): number {
  let least = 0;
  for (let i = 1; i < waiting.length; i++) if (waiting[i].loss < waiting[least].loss) least = i;
  return least;
}
