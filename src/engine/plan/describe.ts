// A Plan as text: one line an op, then totals.
import { phases, type Plan, type PlanOp } from './ir';

export interface PlanTotals {
  readonly flops: number;
  readonly bytes: number;
}

export const totalsOf = (ops: readonly PlanOp[]): PlanTotals => ({
  flops: ops.reduce((sum, op) => sum + op.flops, 0),
  bytes: ops.reduce((sum, op) => sum + op.bytes, 0),
});

export function describePlan(plan: Omit<Plan, 'describe'>): string {
  const { ops, rows, arena, persistent, buffers, offsets } = plan;
  const lines = [
    `${plan.training ? 'training' : 'prediction'} plan for ${rows} rows: ${ops.length} ops, ` +
      `arena ${4 * arena} bytes (${4 * persistent} kept between steps)`,
  ];
  const name = (value: unknown) =>
    typeof value === 'number' ? String(value) : isRef(value) ? refText(value, buffers, offsets) : '-';
  for (const phase of phases) {
    const part = ops.filter((op) => op.phase === phase);
    if (part.length === 0) continue;
    const total = totalsOf(part);
    lines.push('', `${phase}: ${total.flops} FLOPs, ${total.bytes} bytes`);
    for (const op of part) {
      const operands = Object.keys(op.kernel.signature).map((key) => `${key}=${name(op.operands[key])}`);
      lines.push(`  ${op.layer}: ${op.kernel.name}(${operands.join(', ')})  ${op.flops} FLOPs, ${op.bytes} bytes`);
    }
  }
  const total = totalsOf(ops);
  lines.push(
    '',
    `total: ${total.flops} FLOPs, ${total.bytes} bytes, ${(total.flops / total.bytes).toFixed(2)} FLOPs a byte`,
  );
  return lines.join('\n');
}

interface RefLike {
  readonly buffer: number;
  readonly offset: number;
  readonly size: number;
}
const isRef = (value: unknown): value is RefLike => typeof value === 'object' && value !== null;

function refText({ buffer, offset, size }: RefLike, buffers: Plan['buffers'], offsets: Plan['offsets']): string {
  const place = buffers[buffer].kind === 'constant' ? 'constant' : offsets[buffer] + offset;
  return `${buffers[buffer].name}${offset ? `+${offset}` : ''}[${size}]@${place}`;
}
