// Module shapes that the bundler provides, declared here instead of through vite/client because
// that file brings the DOM library into worker code.
declare module '*?url' {
  const url: string;
  export default url;
}
declare module '*?raw' {
  const text: string;
  export default text;
}
declare module '*.css';
interface ImportMetaEnv {
  readonly BASE_URL: string;
  readonly DEV: boolean;
  readonly PROD: boolean;
  readonly MODE: string;
  /** Name part of the one bench to run. */
  readonly VITE_BENCH_ONLY?: string;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
  readonly url: string;
  glob<T = unknown>(pattern: string | string[]): Record<string, () => Promise<T>>;
  glob<T = unknown>(
    pattern: string | string[],
    options: { eager: true; import?: string; query?: string },
  ): Record<string, T>;
}
declare const __APP_VERSION__: string;
