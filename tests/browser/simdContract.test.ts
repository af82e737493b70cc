// The executor contract on our own kernels, in a real browser.
import { createSimdExecutor } from '$engine/simd/index';
import { describeExecutor } from '../contract/executorSuite';

describeExecutor('simd', { create: createSimdExecutor, tolerance: 1e-5 });
