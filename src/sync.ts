// lanewise/sync: the library without waiting. It carries the reference and verify mode, which load() fetches when wanted.

import { ReferenceBackend } from "./backend/reference.js";
import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions, LoadOptionsOf, OwnLoadOptions } from "./loadOptions.js";
import { ops, type SomeOps } from "./ops.js";
import { loadModulesSync, ownFiles } from "./runtime/modules.js";
import * as crew from "./runtime/threads/crew.js";
import { provideCrew } from "./runtime/threads/pool.js";
import { fallBack, firstFamilies, type Kernels, plan, start } from "./start.js";
import { verifying } from "./verify/verify.js";

/**
 * load() without waiting: in Node, or where `module` or `bytes` is given.
 * @throws TypeError where the kernels cannot be had at once
 */
export function loadSync<const T extends SomeOps>(options: LoadOptionsOf<T>): Lanewise<T>;
export function loadSync(options?: LoadOptions): Lanewise;
export function loadSync(given: unknown = {}): Lanewise {
  const { info, kernels, options } = plan(given);
  if (options.url !== undefined) throw new TypeError("loadSync: a url has to be waited for; use load()");
  const specs = options.ops ?? ops;
  const wrap = verifying(options.verify);
  const reference = (actual: Info) => assemble(wrap(new ReferenceBackend(), "high"), actual, specs);
  if (!kernels) return reference(info);
  const compile = compilerFor(options);
  provideCrew(crew);
  try {
    const lw = start(compile(kernels), kernels, info, specs, options, wrap);
    if (typeof options.threads === "number") void internalsOf(lw)?.threads.start();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, options));
  }
}

function compilerFor({ module, bytes, ops }: OwnLoadOptions): (kernels: Kernels) => readonly WebAssembly.Module[] {
  if (module) return () => module;
  if (bytes) return () => bytes.map((each) => new WebAssembly.Module(each));
  const files = ownFiles();
  if (!files) throw new TypeError("loadSync: there are no files to read here; pass { module } or { bytes }, or use load()");
  return ({ target, memory }) => loadModulesSync(files, firstFamilies(ops), target, memory.shared);
}
