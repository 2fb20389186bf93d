/** A kernel module: a family of assembly/modules, built for a target of asconfig.json. */
export interface BuiltModule {
  readonly family: string;
  readonly target: string;
  /** Of its file in dist/kernels, without the ending. */
  readonly name: string;
  /** Where its static data begins, bytes. */
  readonly memoryBase: number;
}

export const modules: readonly BuiltModule[];
export const windows: Readonly<Record<string, number>>;
