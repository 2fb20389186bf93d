import type { BuiltModule } from "../modules.mjs";

export function testsOf(root: string, files: readonly string[], wanted: readonly string[]): string[];
export function modulesOf(root: string, file: string): BuiltModule[];
