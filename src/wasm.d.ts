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

declare module "*?raw" {
  const text: string;
  export default text;
}
