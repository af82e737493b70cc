// An open backend, and the rule of working with it: tfjs has one current backend for the whole worker, so every
// synchronous stretch of work starts with `use`, and every wait for the device goes through `wait`.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { TablabError } from '$core/errors/error';
import type { OpenBackend, TfjsBackendName } from './backends/backend';
import { backendDefs } from './backends/registry';

export class Session {
  private lostReason: string | undefined;
  private readonly failure: Promise<never>;

  private constructor(
    readonly name: TfjsBackendName,
    readonly open: OpenBackend,
  ) {
    this.failure = open.lost.then((reason) => {
      this.lostReason ??= reason;
      throw this.lostError();
    });
    // Watched for by `wait`; a loss while nobody waits must not count as unhandled.
    this.failure.catch(() => undefined);
  }

  get isLost(): boolean {
    if (this.open.gone?.()) this.lostReason ??= 'it is gone';
    return this.lostReason !== undefined;
  }

  private lostError() {
    return new TablabError('device-lost', { backend: this.name, reason: this.lostReason ?? 'no reason given' });
  }

  /** Makes this backend the current one. Synchronous. Throws `device-lost`. */
  use(): void {
    if (this.isLost) throw this.lostError();
    if (tf.getBackend() !== this.name) void tf.setBackend(this.name);
  }

  /** Awaits work of the device; rejects with `device-lost` instead of waiting for ever. */
  async wait<T>(work: Promise<T>): Promise<T> {
    const result = await Promise.race([work, this.failure]).catch((error: unknown) => {
      throw this.isLost ? this.lostError() : error;
    });
    if (this.isLost) throw this.lostError();
    return result;
  }

  private static readonly sessions = new Map<TfjsBackendName, Promise<Session>>();

  /** The session of a backend: opened once, and anew after its device was lost. Throws `backend-unavailable`. */
  static async of(name: TfjsBackendName): Promise<Session> {
    const known = Session.sessions.get(name);
    if (known && !(await known).isLost) return known;
    const opening = backendDefs[name].open().then((open) => new Session(name, open));
    Session.sessions.set(name, opening);
    try {
      return await opening;
    } catch (error) {
      Session.sessions.delete(name);
      const reason = error instanceof Error ? error.message : String(error);
      throw new TablabError('backend-unavailable', { backend: name, reason }, { cause: error });
    }
  }
}
