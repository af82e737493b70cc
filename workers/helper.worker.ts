// Entry of a helper: a thread that shares large products of matrices with the worker that started it.
import { helpOut, type HelperStart } from '$engine/simd/helper';

addEventListener('message', ({ data }: MessageEvent<HelperStart>) => helpOut(data), { once: true });
