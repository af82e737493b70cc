// The few platform globals that core may use. They exist in every browser page, worker and in Node 20.
// Anything not listed here (document, indexedDB, setTimeout, fetch) is out of reach for core on purpose.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', data: ArrayBufferView | ArrayBuffer): Promise<ArrayBuffer> };
};
declare function btoa(binary: string): string;
declare function atob(base64: string): string;
declare function structuredClone<T>(value: T): T;
