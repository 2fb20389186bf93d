// How much more a process may reserve: Linux can limit it (ulimit -v), and V8 ends the process where a worker, or its own heap,
// finds nothing left.

import { attempt, nodeModule } from "./environment.js";

/** Bytes of address space that may still be taken; Infinity where there is no limit, or where it is not told. */
export function addressSpaceLeft(): number {
  // Deno would ask its user for permission.
  if ("Deno" in globalThis) return Number.POSITIVE_INFINITY;
  const told = (file: string, line: RegExp) =>
    attempt(() => Number(line.exec(nodeModule("node:fs")?.readFileSync(`/proc/self/${file}`, "latin1") as string)?.[1]));
  const limit = told("limits", /^Max address space +(\d+)/m);
  return limit ? limit - 1024 * (told("status", /^VmSize:\s+(\d+)/m) ?? 0) : Number.POSITIVE_INFINITY;
}
