/** Gives zeroed memory for `bytes` bytes: ordinary, or shared between workers where the page is isolated. */
export type Allocate = (bytes: number) => ArrayBufferLike;

export const ordinary: Allocate = (bytes) => new ArrayBuffer(bytes);
