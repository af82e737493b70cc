// The executor contract on every tfjs backend. WebGL and WebGPU run on a software adapter here: fewer goldens.
import { createTfjsExecutor } from '$engine/tfjs/executor';
import { describeExecutor } from '../contract/executorSuite';

const some = ['adam, 3-5-3', 'adamw with l1, l2 and clipping', 'CNN with batch norm', 'balanced classes'];
const few = (name: string) => some.includes(name);

describeExecutor('tfjs on cpu', { create: () => createTfjsExecutor('cpu'), tolerance: 1e-5 });
describeExecutor('tfjs on wasm', { create: () => createTfjsExecutor('wasm'), tolerance: 1e-5 });
describeExecutor('tfjs on webgl', { create: () => createTfjsExecutor('webgl'), tolerance: 1e-5, goldens: few });
describeExecutor('tfjs on webgpu', { create: () => createTfjsExecutor('webgpu'), tolerance: 1e-5, goldens: few });
