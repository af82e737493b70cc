// The pipeline as a graph: columns on the left, steps in order, what the model gets on the right. Positions only; the
// drawing is FlowTab.
import type { FeaturesPreview, StepPreview } from '$core/pipeline/derive/preview';
import { typeLabels } from '$core/table/typeLabels';
import { counted } from './words';

export interface FlowNode {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly kind: 'column' | 'step' | 'feature' | 'more';
  readonly state: StepPreview['state'];
  readonly x: number;
  readonly y: number;
}
export interface FlowEdge {
  readonly from: FlowNode;
  readonly to: FlowNode;
}
export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly width: number;
  readonly height: number;
}

/** Of a node's box, in pixels. */
export const boxWidth = 150;
export const boxHeight = 34;
export const gapX = 48;
const gapY = 8;
/** More than these share one box. */
export const mostBoxes = 18;

export function flowOf(preview: FeaturesPreview, labelOf: (step: StepPreview) => string): Flow {
  const nodes: FlowNode[] = [];
  const edges = new Map<string, FlowEdge>();
  const stepCount = preview.steps.length;
  const rows = Math.max(
    1,
    Math.min(preview.source.length, mostBoxes + 1),
    Math.min(preview.features.length, mostBoxes + 1),
  );
  const height = rows * (boxHeight + gapY);
  const xOf = (layer: number) => layer * (boxWidth + gapX);
  const place = (node: Omit<FlowNode, 'x' | 'y'>, layer: number, y: number): FlowNode => {
    const placed = { ...node, x: xOf(layer), y };
    nodes.push(placed);
    return placed;
  };
  const link = (from: FlowNode | undefined, to: FlowNode) => {
    if (from) edges.set(`${from.id} ${to.id}`, { from, to });
  };

  /** Which box a column comes out of, so far. */
  const producer = new Map<string, FlowNode>();
  const stack = <T>(items: readonly T[], layer: number, make: (item: T) => Omit<FlowNode, 'x' | 'y'>, name: string) => {
    const shown = items.length > mostBoxes + 1 ? items.slice(0, mostBoxes) : items;
    const count = shown.length + (shown.length < items.length ? 1 : 0);
    const top = (height - count * (boxHeight + gapY)) / 2;
    const at = (i: number) => top + i * (boxHeight + gapY);
    const boxes = shown.map((item, i) => place(make(item), layer, at(i)));
    if (shown.length === items.length) return items.map((_, i) => boxes[i]);
    const more = place(
      {
        id: `${layer} more`,
        label: `${items.length - shown.length} more ${name}`,
        note: '',
        kind: 'more',
        state: 'done',
      },
      layer,
      at(shown.length),
    );
    return items.map((_, i) => boxes[i] ?? more);
  };

  const sources = stack(
    preview.source,
    0,
    ({ name, type }) => ({ id: `column ${name}`, label: name, note: typeLabels[type], kind: 'column', state: 'done' }),
    'columns',
  );
  preview.source.forEach(({ name }, i) => producer.set(name, sources[i]));
  preview.steps.forEach((step, i) => {
    const from = step.uses.map((name) => producer.get(name)).filter((node) => node !== undefined);
    const middle = from.length > 0 ? from.reduce((sum, { y }) => sum + y, 0) / from.length : (height - boxHeight) / 2;
    const left = step.rows.before - step.rows.after;
    const note =
      step.state === 'off'
        ? 'off'
        : step.state === 'failed'
          ? 'error'
          : left > 0
            ? `${left} rows left out`
            : step.madeNames.length > 0
              ? `${step.madeNames.length} ${step.madeNames.length === 1 ? 'column' : 'columns'}`
              : step.removed.length > 0
                ? `${step.removed.length} left out`
                : '';
    const node = place(
      { id: `step ${step.id}`, label: labelOf(step), note, kind: 'step', state: step.state },
      i + 1,
      middle,
    );
    for (const one of from) link(one, node);
    for (const name of step.removed) producer.delete(name);
    for (const name of step.madeNames) producer.set(name, node);
  });
  const features = stack(
    preview.features,
    stepCount + 1,
    ({ column, names, kind, codes }) => ({
      id: `feature ${column}`,
      label: column,
      note:
        names.length > 1
          ? `${names.length} features`
          : codes > 0
            ? counted(codes, 'code')
            : kind === 'image'
              ? 'pixels'
              : '1 feature',
      kind: 'feature',
      state: 'done',
    }),
    'columns',
  );
  preview.features.forEach(({ column }, i) => link(producer.get(column), features[i]));
  return { nodes, edges: [...edges.values()], width: xOf(stepCount + 1) + boxWidth, height };
}

/** A curve from the right side of one box to the left side of another. */
export function curve({ from, to }: FlowEdge): string {
  const x1 = from.x + boxWidth;
  const y1 = from.y + boxHeight / 2;
  const y2 = to.y + boxHeight / 2;
  const bend = Math.max(24, (to.x - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`;
}
