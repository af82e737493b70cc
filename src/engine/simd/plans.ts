// The Plans of one model shape for the batch sizes it meets, shared by the networks of a group.
import { TablabError } from '$core/errors/error';
import type { ModelSpec } from '$core/model/spec';
import type { BuildOptions } from '../executor';
import { compilePlan, unsupportedLayer } from '../plan/compile';
import type { Plan } from '../plan/ir';

export class Plans {
  readonly batchSize: number;
  /** Rows a prediction pass takes at a time. */
  readonly chunk: number;
  private readonly training = new Map<number, Plan>();
  private readonly prediction = new Map<number, Plan>();
  private readonly penalties: boolean;
  private readonly clipping: boolean;
  private readonly classWeights: boolean;

  /** `members`: options of the networks; they must agree in loss, rule and batch size. */
  constructor(
    readonly spec: ModelSpec,
    readonly members: readonly BuildOptions[],
  ) {
    const missing = unsupportedLayer(spec);
    if (missing)
      throw new TablabError('backend-unavailable', { backend: 'SIMD', reason: `it has no layer "${missing}"` });
    const [first] = members;
    for (const other of members) {
      if (
        other.loss !== first.loss ||
        other.optimizer.rule !== first.optimizer.rule ||
        other.batchSize !== first.batchSize
      ) {
        throw new RangeError('networks side by side must share loss, optimizer rule and batch size');
      }
    }
    this.batchSize = first.batchSize;
    this.chunk = Math.min(256, Math.max(32, first.batchSize));
    this.penalties = members.some((o) => o.l1 !== 0 || o.l2 !== 0);
    this.clipping = members.some((o) => o.clipNorm !== 0);
    this.classWeights = members.some((o) => o.classWeights !== undefined);
  }

  train(rows: number): Plan {
    return this.cached(this.training, rows, true);
  }

  predict(rows: number): Plan {
    return this.cached(this.prediction, rows, false);
  }

  private cached(plans: Map<number, Plan>, rows: number, training: boolean): Plan {
    let plan = plans.get(rows);
    if (!plan) {
      const { loss, optimizer } = this.members[0];
      const { penalties, clipping, classWeights } = this;
      const { rule } = optimizer;
      plan = compilePlan(this.spec, { rows, training, loss, rule, penalties, clipping, classWeights });
      plans.set(rows, plan);
    }
    return plan;
  }
}
