// What a tfjs backend is to us: how to open it, what it is called on the badge, and how it tells that its device is gone.
import type { BackendName } from '../../executor';

export type TfjsBackendName = Exclude<BackendName, 'simd'>;

export interface OpenBackend {
  /** For the badge, e.g. `WebGPU - nvidia lovelace`. */
  readonly description: string;
  /** True when the device only imitates a GPU. */
  readonly software: boolean;
  /** Largest single tensor and all memory that a model may take, in bytes. */
  readonly limits: { readonly tensor: number; readonly total: number };
  /** Resolves with the reason when the device is lost; never for backends without a device. */
  readonly lost: Promise<string>;
  /** Whether the device is gone already, for backends where `lost` may come late. */
  gone?(): boolean;
  /** Resolves once the device has done what was sent so far; keeps a fast sender from running far ahead. */
  settle(): Promise<void>;
}

export interface BackendDef {
  readonly name: TfjsBackendName;
  /** Loads the backend's code, starts it and registers it with tfjs. Throws an Error that says why it cannot. */
  open(): Promise<OpenBackend>;
}

export const gibibyte = 2 ** 30;
export const never = new Promise<never>(() => {});
