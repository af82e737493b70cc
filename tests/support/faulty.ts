// Executors that lose their device, or take their time, on purpose.
import { TablabError } from '$core/errors/error';
import type { BackendName, Executor, ExecutorModel } from '$engine/executor';

/** An executor that calls itself `backend` and loses its device at the start of each epoch that `fails` names. */
export function losing(inner: Executor, backend: BackendName, fails: (epoch: number) => boolean): Executor {
  return wrapped(inner, backend, async (epoch) => {
    if (fails(epoch)) throw new TablabError('device-lost', { backend, reason: 'pulled out' });
  });
}

/** An executor that calls itself `backend` and does something before each epoch. */
export const slow = (inner: Executor, backend: BackendName, before: () => Promise<void>): Executor =>
  wrapped(inner, backend, before);

function wrapped(inner: Executor, backend: BackendName, before: (epoch: number) => Promise<void>): Executor {
  const watch = (model: ExecutorModel): ExecutorModel => ({
    cost: model.cost,
    trainEpoch: async (job) => {
      await before(job.epoch);
      return model.trainEpoch(job);
    },
    evaluate: (data) => model.evaluate(data),
    predict: (arrays) => model.predict(arrays),
    getWeights: () => model.getWeights(),
    setWeights: (weights) => model.setWeights(weights),
    getOptimizerState: () => model.getOptimizerState(),
    setOptimizerState: (state) => model.setOptimizerState(state),
    dispose: () => model.dispose(),
  });
  return {
    backend,
    description: `test ${backend}`,
    load: (arrays) => inner.load(arrays),
    build: async (spec, options) => watch(await inner.build(spec, options)),
    dispose: () => inner.dispose(),
  };
}
