// Lays the buffers of a Plan out in one arena. Persistent buffers come first, in order of creation, so they lie at
// the same place for every batch size; transient ones share memory when their lives do not overlap
// (greedy by size, as in Pisarchyk & Lee 2020, "Efficient Memory Management for Deep Neural Net Inference").
import type { PlanBuffer, PlanOp, Ref } from './ir';

/** Buffers start on cache lines: 16 elements of 4 bytes. */
export const alignment = 16;
export const aligned = (size: number) => Math.ceil(size / alignment) * alignment;

interface Life {
  readonly buffer: PlanBuffer;
  first: number;
  last: number;
}

export interface Layout {
  readonly offsets: readonly number[];
  readonly persistent: number;
  readonly arena: number;
}

/** `ports`: transient buffers read or written from outside, alive during the whole step. */
export function layOut(buffers: readonly PlanBuffer[], ops: readonly PlanOp[], ports: readonly Ref[]): Layout {
  const offsets = new Array<number>(buffers.length).fill(0);
  let persistent = 0;
  for (const buffer of buffers) {
    if (buffer.kind !== 'persistent') continue;
    offsets[buffer.id] = persistent;
    persistent += aligned(buffer.size);
  }
  let arena = persistent;
  const placed: Life[] = [];
  for (const life of livesOf(buffers, ops, ports).sort((a, b) => b.buffer.size - a.buffer.size)) {
    const neighbours = placed
      .filter((other) => other.first <= life.last && life.first <= other.last)
      .sort((a, b) => offsets[a.buffer.id] - offsets[b.buffer.id]);
    let offset = persistent;
    for (const { buffer } of neighbours) {
      if (offsets[buffer.id] - offset >= aligned(life.buffer.size)) break;
      offset = Math.max(offset, offsets[buffer.id] + aligned(buffer.size));
    }
    offsets[life.buffer.id] = offset;
    arena = Math.max(arena, offset + aligned(life.buffer.size));
    placed.push(life);
  }
  return { offsets, persistent, arena };
}

function livesOf(buffers: readonly PlanBuffer[], ops: readonly PlanOp[], ports: readonly Ref[]): Life[] {
  const lives = new Map<number, Life>();
  const touch = (id: number, at: number) => {
    const buffer = buffers[id];
    if (buffer.kind !== 'transient') return;
    const life = lives.get(id);
    if (life) life.last = Math.max(life.last, at);
    else lives.set(id, { buffer, first: at, last: at });
  };
  for (const port of ports) touch(port.buffer, -1);
  ops.forEach((op, at) => {
    for (const operand of Object.values(op.operands)) if (typeof operand === 'object') touch(operand.buffer, at);
  });
  for (const port of ports) touch(port.buffer, ops.length);
  return [...lives.values()];
}
