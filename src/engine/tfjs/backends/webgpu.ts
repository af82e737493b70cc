// WebGPU with a device of our own instead of the one that tfjs would ask for: so that its loss is noticed and the
// backend can be opened again on a new device.
import * as tf from '@tensorflow/tfjs-core';
import { gibibyte, type BackendDef } from './backend';
import { softwareAdapter } from './webgl';

const wanted = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function openDevice() {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('this browser or its GPU has no WebGPU');
  const requiredLimits = Object.fromEntries(wanted.map((limit) => [limit, adapter.limits[limit]]));
  return { adapter, device: await adapter.requestDevice({ requiredLimits }) };
}

/**
 * The first error that nobody asked about, such as memory running out: WebGPU then skips commands and leaves wrong
 * numbers behind, so the device counts as lost.
 */
const firstError = (device: GPUDevice) =>
  new Promise<string>((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => resolve(error.message), { once: true });
  });

export const webgpu: BackendDef = {
  name: 'webgpu',
  async open() {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    const { registerWebgpuKernels } = await import('../kernels/webgpu/register');
    registerWebgpuKernels();
    const { adapter, device } = await openDevice();
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
    if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU did not start');
    const { vendor, architecture, description } = adapter.info;
    const label = description || `${vendor} ${architecture}`.trim() || 'GPU';
    return {
      description: `WebGPU - ${label}`,
      software: softwareAdapter.test(`${label} ${architecture}`),
      limits: { tensor: device.limits.maxStorageBufferBindingSize, total: 4 * gibibyte },
      lost: Promise.race([device.lost.then(({ reason, message }) => message || reason), firstError(device)]),
      settle: async () => {
        await device.queue.onSubmittedWorkDone();
      },
    };
  },
};
