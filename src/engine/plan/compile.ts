// ModelSpec + loss + optimizer + rows -> Plan. Walks the layers forward, then backward in reverse order, summing the
// gradients of tensors with several readers; ends with the update.
import { TablabError } from '$core/errors/error';
import { maskKey, type StepMask } from '$core/model/mask';
import { outputOf, sizeOf, weightsOf, type ModelSpec } from '$core/model/spec';
import type { UpdateRule } from '$core/train/optimizers';
import type { LossName } from '../executor';
import { aligned, layOut } from './arena';
import { controlWords, settingsWords } from './control';
import { describePlan } from './describe';
import type { KernelDef, Phase, Plan, PlanBuffer, PlanOp, Ref, WeightPlace } from './ir';
import { slice } from './ir';
import { accumulate } from './kernels';
import { lowerings } from './layers/index';
import { maskCodes, maskWindows } from './mask';
import { classesOf, lossFlops, lossKernels } from './loss';
import type { LowerContext, Lowered } from './lowering';
import { emitUpdate, rules } from './update';

export interface PlanOptions {
  readonly rows: number;
  readonly training: boolean;
  /** `given`: the gradient of the output comes from outside (ports.outputGradient), for tests and explanations. */
  readonly loss: LossName | 'given';
  readonly rule: UpdateRule;
  readonly penalties: boolean;
  readonly clipping: boolean;
  /** Weighs the losses of a training plan by class; the weights lie in ports.classWeights. */
  readonly classWeights?: boolean;
  /** Also computes the gradients of the float32 model inputs. */
  readonly inputGradients?: boolean;
  /** Layers whose outputs stay readable after the forward pass, by id. */
  readonly taps?: readonly string[];
}

/** Compiles for one batch size. Plans of one spec and rule agree on all persistent buffers. */
export function compilePlan(spec: ModelSpec, options: PlanOptions): Plan {
  return new Compiler(spec, options).compile();
}

/** Whether every layer of the model can be lowered; if not, the first type that cannot. */
export const unsupportedLayer = (spec: ModelSpec): string | undefined =>
  spec.layers.find((layer) => !(layer.type in lowerings))?.type;

/** Numbers of the target a row: a class, or a value for each output. */
export const targetsPerRow = (spec: ModelSpec, loss: LossName | 'given'): number =>
  loss === 'softmaxCrossEntropy' ? 1 : sizeOf(outputOf(spec).output.shape);

class Compiler {
  private readonly buffers: PlanBuffer[] = [];
  private readonly ops: PlanOp[] = [];
  private readonly tensors = new Map<string, Ref>();
  private readonly gradients = new Map<string, Ref>();
  private readonly wanted = new Set<string>();
  private readonly masks = new Map<string, Ref>();
  private phase: Phase = 'forward';

  constructor(
    private readonly spec: ModelSpec,
    private readonly options: PlanOptions,
  ) {}

  compile(): Plan {
    const { spec, options } = this;
    const control = this.allocate('control', controlWords, 'persistent');
    const settings = this.allocate('settings', settingsWords, 'persistent');
    const { places, decayed, block } = this.placeWeights();
    const slots = new Map(
      rules[options.rule].slots.map((name) => [name, this.allocate(name, block.weights.size, 'persistent')]),
    );
    const classes = options.classWeights ? classesOf(options.loss, sizeOf(outputOf(spec).output.shape)) : 0;
    const classWeights = classes > 0 ? this.allocate('classWeights', classes, 'persistent') : undefined;
    for (const input of spec.inputs) {
      this.tensors.set(input.id, this.allocate(input.id, options.rows * sizeOf(input.shape), 'transient'));
      if (options.inputGradients && input.dtype === 'float32') this.wanted.add(input.id);
    }
    const target = this.allocate('target', options.rows * targetsPerRow(spec, options.loss), 'transient');
    const inputs = new Map(spec.inputs.map(({ id }) => [id, this.tensors.get(id)!]));
    const lowered = this.forward(places, control, settings);
    const output = this.tensors.get(outputOf(spec).id)!;
    const outputGradient = this.emitLoss(output, target, control, classWeights);
    if (options.training) {
      this.backward(lowered);
      this.phase = 'update';
      const { penalties, clipping } = options;
      const parts = { ...block, slots: [...slots.values()], control, settings, decayed, penalties, clipping };
      if (block.weights.size > 0) emitUpdate(options.rule, parts, (...op) => this.emit('optimizer', ...op));
    }
    const inputGradients = new Map([...inputs.keys()].flatMap((id) => pair(id, this.gradients.get(id))));
    const taps = new Map((options.taps ?? []).map((id) => [id, this.tensors.get(id)!]));
    const given = options.loss === 'given' && outputGradient ? [outputGradient] : [];
    const ports = [...inputs.values(), target, output, ...given, ...inputGradients.values(), ...taps.values()];
    const plan: Omit<Plan, 'describe'> = {
      spec,
      rows: options.rows,
      training: options.training,
      buffers: this.buffers,
      ...layOut(this.buffers, this.ops, ports),
      ops: this.ops,
      weights: places,
      ports: { control, settings, inputs, target, output, outputGradient, slots, classWeights },
      inputGradients,
      taps,
    };
    return { ...plan, describe: () => describePlan(plan) };
  }

  /** One block for trainable weights, those that decay first, one for their gradients, one for the statistics. */
  private placeWeights() {
    const specs = weightsOf(this.spec);
    const groups = [
      specs.filter((w) => w.trainable && w.decay),
      specs.filter((w) => w.trainable && !w.decay),
      specs.filter((w) => !w.trainable),
    ];
    const [decayed, plain, fixed] = groups.map((group) => group.reduce((sum, w) => sum + aligned(sizeOf(w.shape)), 0));
    const weights = this.allocate('weights', decayed + plain, 'persistent');
    const gradients = this.allocate('gradients', decayed + plain, 'persistent');
    const statistics = this.allocate('statistics', fixed, 'persistent');
    const places: WeightPlace[] = [];
    let at = 0;
    for (const weight of groups.flat()) {
      const size = sizeOf(weight.shape);
      const { name, trainable } = weight;
      const ref = trainable ? slice(weights, at, size) : slice(statistics, at - weights.size, size);
      const gradient = trainable ? slice(gradients, at, size) : undefined;
      places.push({ name, layer: name.slice(0, name.indexOf('/')), ref, gradient });
      at += aligned(size);
    }
    return { places, decayed, block: { weights, gradients } };
  }

  private forward(places: readonly WeightPlace[], control: Ref, settings: Ref): Lowered[] {
    const placeOf = new Map(places.map((place) => [place.name, place]));
    return this.spec.layers.map((layer) => {
      const lowering = lowerings[layer.type];
      if (!lowering) throw new TablabError('layer-unknown', { layer: layer.id, type: layer.type });
      const inputs = layer.inputs.map((id) => this.tensors.get(id)!);
      if (layer.weights.some((w) => w.trainable) || layer.inputs.some((id) => this.wanted.has(id))) {
        this.wanted.add(layer.id);
      }
      const context: LowerContext = {
        rows: this.options.rows,
        training: this.options.training,
        layer,
        inputs,
        control,
        settings,
        mask: (index) => layer.inputInfos[index].mask && this.maskOf(layer.inputInfos[index].mask, layer.id),
        wants: (index) => this.wanted.has(layer.inputs[index]),
        weight: (name) => placeOf.get(`${layer.id}/${name}`)!.ref,
        gradient: (name) => placeOf.get(`${layer.id}/${name}`)!.gradient!,
        buffer: (name, size) => this.allocate(`${layer.id}.${name}`, size, 'transient'),
        constant: (name, values) => this.allocate(`${layer.id}.${name}`, values.length, 'constant', values),
        emit: (kernel, operands, flops) => this.emit(layer.id, kernel, operands, flops),
      };
      const lowered = lowering(context);
      this.tensors.set(layer.id, lowered.output);
      return lowered;
    });
  }

  /** Worked out once, for the first layer that asks. */
  private maskOf(mask: StepMask, layer: string): Ref {
    const key = maskKey(mask);
    const known = this.masks.get(key);
    if (known) return known;
    const { rows } = this.options;
    const window = mask.windows.at(-1);
    let real: Ref;
    if (window) {
      const before: StepMask = { ...mask, windows: mask.windows.slice(0, -1) };
      const from = this.maskOf(before, layer);
      real = this.allocate(`${layer}.mask`, rows * window.steps, 'transient');
      const parts = { mask: from, real, rows, steps: from.size / rows, outSteps: window.steps };
      this.emit(layer, maskWindows, { ...parts, size: window.size, stride: window.stride }, 0);
    } else {
      const codes = this.tensors.get(mask.input)!;
      const list = Int32Array.from(mask.padding);
      const padding = this.allocate(`${layer}.padding`, list.length, 'constant', list);
      real = this.allocate(`${layer}.mask`, codes.size, 'transient');
      this.emit(layer, maskCodes, { codes, padding, real, n: codes.size, count: list.length }, 0);
    }
    this.masks.set(key, real);
    return real;
  }

  private emitLoss(y: Ref, target: Ref, control: Ref, weights: Ref | undefined): Ref | undefined {
    this.phase = 'loss';
    const { loss, rows, training } = this.options;
    const last = outputOf(this.spec);
    const units = sizeOf(last.output.shape);
    const dy = training ? this.allocate('loss.dy', y.size, 'transient') : undefined;
    if (loss !== 'given') {
      const classWeights = training ? weights : undefined;
      const operands = { y, target, dy, control, rows, units, classWeights };
      this.emit('loss', lossKernels[loss], operands, lossFlops * y.size);
    }
    if (dy) this.gradients.set(last.id, dy);
    return dy;
  }

  private backward(lowered: readonly Lowered[]): void {
    this.phase = 'backward';
    for (let at = lowered.length - 1; at >= 0; at--) {
      const layer = this.spec.layers[at];
      const gradient = this.gradients.get(layer.id);
      if (!gradient || !this.wanted.has(layer.id)) continue;
      lowered[at].backward!(gradient).forEach((part, index) => {
        if (part) this.contribute(layer.inputs[index], part);
      });
    }
  }

  private contribute(id: string, part: Ref): void {
    const total = this.gradients.get(id);
    if (total) this.emit(id, accumulate, { from: part, to: total, n: part.size }, part.size);
    else this.gradients.set(id, part);
  }

  private allocate(name: string, size: number, kind: PlanBuffer['kind'], contents?: Int32Array): Ref {
    const buffer = this.buffers.length;
    this.buffers.push({ id: buffer, name, size, kind, contents });
    return { buffer, offset: 0, size };
  }

  private emit(
    layer: string,
    kernel: KernelDef,
    operands: Readonly<Record<string, Ref | number | undefined>>,
    flops: number,
  ) {
    const bytes = Object.entries(kernel.signature).reduce((sum, [name, kind]) => {
      const operand = operands[name];
      return typeof operand === 'object' && kind !== 'scratch'
        ? sum + 4 * operand.size * (kind === 'inout' ? 2 : 1)
        : sum;
    }, 0);
    this.ops.push({ phase: this.phase, kernel, operands, layer, flops, bytes });
  }
}

const pair = <T>(id: string, ref: T | undefined): [string, T][] => (ref === undefined ? [] : [[id, ref]]);
