// Node's own modules, reached without an import: the package has none that a bundler would see.

export const fs = process.getBuiltinModule("node:fs");
export const os = process.getBuiltinModule("node:os");
export const path = process.getBuiltinModule("node:path");
const { createRequire } = process.getBuiltinModule("node:module");

/** Finds packages from where this one lies. */
export const requireFromHere = createRequire(import.meta.url);

export const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
