// What a thread of a crew does: it takes tasks from the shared memory, as long as its worker lives. See crew.ts.

export interface HelperStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Place of a scratch that is this thread's own. */
  readonly scratch: number;
}

/** Never returns: between jobs the thread sleeps. */
export function helpOut({ module, memory, scratch }: HelperStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  (exports.help as (scratch: number) => void)(scratch);
}
