import { TablabError } from '$core/errors/error';

/** Code of the error that `run` throws; another error as it is. */
export function thrownCode(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof TablabError ? error.code : error;
  }
  return 'nothing thrown';
}
