/** Packed bytes where the package inlines it (see inflate.ts); what the engine has compiled where it is left a file (workerd). */
declare module "*.wasm" {
  const kernels: string | WebAssembly.Module;
  export default kernels;
}

/** Of a path with a star: all modules whose paths match, packed, by name. */
declare module "*?all" {
  const kernels: Readonly<Record<string, string>>;
  export default kernels;
}

/** The same once more, with all that it imports: a bundler leaves out a whole file, or nothing of it. */
declare module "*?apart" {
  const ops: never;

  export { ops };
}

/** The same specs for the sake of their words. */
declare module "*?words" {}

/** Of a path with a star: the names that the sources export, by file. */
declare module "*?names" {
  const names: Readonly<Record<string, readonly string[]>>;
  export default names;
}

declare module "*?raw" {
  const text: string;
  export default text;
}
