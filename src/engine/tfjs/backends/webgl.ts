// WebGL 2 through an OffscreenCanvas. A lost context fails silently (reads give zeros), so it is watched for.
import * as tf from '@tensorflow/tfjs-core';
import { gibibyte, type BackendDef } from './backend';

/** Adapters that imitate a GPU in software, by what they call themselves. */
export const softwareAdapter = /swiftshader|llvmpipe|software|basic render/i;

export const webgl: BackendDef = {
  name: 'webgl',
  async open() {
    const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
    if (typeof OffscreenCanvas === 'undefined') throw new Error('this browser gives a worker no canvas');
    const canvas = new OffscreenCanvas(300, 150);
    const lost = new Promise<string>((resolve) => {
      canvas.addEventListener('webglcontextlost', () => resolve('the WebGL context was lost'), { once: true });
    });
    if (tf.findBackendFactory('webgl')) tf.removeBackend('webgl');
    tf.registerBackend('webgl', () => new MathBackendWebGL(canvas));
    if (!(await tf.setBackend('webgl'))) throw new Error('this browser gives a worker no WebGL 2 context');
    if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new Error('this GPU cannot render 32-bit floats');
    const { gl } = (tf.backend() as InstanceType<typeof MathBackendWebGL>).gpgpu;
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    const adapter = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    const side = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    return {
      description: `WebGL - ${adapter}`,
      software: softwareAdapter.test(adapter),
      limits: { tensor: Math.min(gibibyte, side * side * 4), total: 2 * gibibyte },
      lost,
      // The event of a lost context comes a task later than the zeros that it makes reads return.
      gone: () => gl.isContextLost(),
      // Browsers bound the WebGL command buffer themselves.
      settle: () => Promise.resolve(),
    };
  },
};
