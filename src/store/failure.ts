// What a failed storage operation means, as a coded error.
import { TablabError } from '$core/errors/error';
import { estimate } from './quota';
import { bytesText } from './bytes';

/** The coded error for what a transaction on `what` (a noun phrase) threw. */
export async function storeFailure(error: unknown, what: string): Promise<TablabError> {
  if (error instanceof TablabError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    const { used, quota } = await estimate();
    return new TablabError(
      'quota-exceeded',
      { what, used: bytesText(used), quota: bytesText(quota), usedBytes: used, quotaBytes: quota },
      { cause: error },
    );
  }
  // Thrown by a transaction on a connection that was closed under it.
  if (name === 'InvalidStateError') return new TablabError('store-closed', {}, { cause: error });
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new TablabError('store-failed', { what, reason }, { cause: error });
}
