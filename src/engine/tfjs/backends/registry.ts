// The tfjs backends, fastest hope first.
import type { BackendDef, TfjsBackendName } from './backend';
import { cpu } from './cpu';
import { wasm } from './wasm';
import { webgl } from './webgl';
import { webgpu } from './webgpu';

export const backendDefs: Readonly<Record<TfjsBackendName, BackendDef>> = { webgpu, webgl, wasm, cpu };
