// Plain JavaScript: slow, always there.
import * as tf from '@tensorflow/tfjs-core';
import { gibibyte, never, type BackendDef } from './backend';

export const cpu: BackendDef = {
  name: 'cpu',
  async open() {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    return {
      description: 'JavaScript',
      software: false,
      limits: { tensor: gibibyte, total: 2 * gibibyte },
      lost: never,
      settle: () => Promise.resolve(),
    };
  },
};
