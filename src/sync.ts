// lanewise/sync: the library without waiting. It carries the reference and verify mode, which load() fetches when wanted.

import { ReferenceBackend } from "./backend/reference.js";
import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions } from "./loadOptions.js";
import { loadModuleSync } from "./runtime/modules.js";
import { LinearMemory } from "./runtime/storage.js";
import { fallBack, plan, start } from "./start.js";
import { verifying } from "./verify/verify.js";

/**
 * load() without waiting: in Node, or where `module` or `bytes` is given.
 * @throws TypeError where the kernels cannot be had at once
 */
export function loadSync(options: LoadOptions = {}): Lanewise {
  const { info, module } = plan(options);
  if (options.url !== undefined) throw new TypeError("loadSync: a url has to be waited for; use load()");
  const wrap = verifying(options.verify);
  const reference = (actual: Info) => assemble(wrap(new ReferenceBackend(), "high"), actual);
  if (!module) return reference(info);
  const memory = new LinearMemory(options.memory);
  try {
    const { bytes } = options;
    const compiled = options.module ?? (bytes ? new WebAssembly.Module(bytes) : loadModuleSync(module, memory.shared));
    const lw = start(compiled, memory, info, options, wrap);
    if (typeof options.threads === "number") void internalsOf(lw)?.threads.start();
    return lw;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return reference(fallBack(error, info, options));
  }
}
