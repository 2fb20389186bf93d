/** Packed bytes where the package inlines it (see inflate.ts); what the engine has compiled where it is left a file (workerd). */
declare module "*.wasm" {
  const kernels: string | WebAssembly.Module;
  export default kernels;
}

declare module "*?raw" {
  const text: string;
  export default text;
}
