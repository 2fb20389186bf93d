// lanewise/sync: the library without waiting. It carries the reference and verify mode, which load() fetches when wanted.

import { ReferenceBackend } from "./backend/reference.js";
import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions, OwnLoadOptions } from "./loadOptions.js";
import { loadModulesSync, ownFiles } from "./runtime/modules.js";
import * as crew from "./runtime/threads/crew.js";
import { provideCrew } from "./runtime/threads/pool.js";
import { fallBack, type Kernels, plan, start } from "./start.js";
import { verifying } from "./verify/verify.js";

/**
 * load() without waiting: in Node, or where `module` or `bytes` is given.
 * @throws TypeError where the kernels cannot be had at once
 */
export function loadSync(options: LoadOptions = {}): Lanewise {
  const { info, kernels, options: own } = plan(options);
  if (own.url !== undefined) throw new TypeError("loadSync: a url has to be waited for; use load()");
  const wrap = verifying(own.verify);
  const reference = (actual: Info) => assemble(wrap(new ReferenceBackend(), "high"), actual);
  if (!kernels) return reference(info);
  const compile = compilerFor(own);
  provideCrew(crew);
  try {
    const lw = start(compile(kernels), kernels.memory, info, own, wrap);
    if (typeof own.threads === "number") void internalsOf(lw)?.threads.start();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, own));
  }
}

function compilerFor({ module, bytes }: OwnLoadOptions): (kernels: Kernels) => readonly WebAssembly.Module[] {
  if (module) return () => module;
  if (bytes) return () => bytes.map((each) => new WebAssembly.Module(each));
  const files = ownFiles();
  if (!files) throw new TypeError("loadSync: there are no files to read here; pass { module } or { bytes }, or use load()");
  return ({ target, memory }) => loadModulesSync(files, target, memory.shared);
}
