// The executor contract on our own kernels, in Node.
import { createSimdExecutor } from '$engine/simd/index';
import { describeExecutor } from './executorSuite';

describeExecutor('simd', { create: createSimdExecutor, tolerance: 1e-5 });
