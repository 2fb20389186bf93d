// What surrounds the program, asked with care. Edge runtimes and simulated browsers have stubs of what they lack: these may throw
// as soon as they are touched, or be of another type, and are as good as missing then.

/** What `read` gives; undefined where it throws. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** One of Node's own modules, where there are such. Not imported, so that bundlers for browsers see nothing of it. */
export function nodeModule<N extends "node:fs" | "node:module" | "node:os" | "node:worker_threads" | "node:zlib">(
  name: N,
): ReturnType<typeof process.getBuiltinModule<N>> | undefined {
  return attempt(() => globalThis.process.getBuiltinModule(name)) ?? undefined;
}

/** Milliseconds from whatever beginning. */
export const now: () => number = attempt(() => performance.now() >= 0) ? () => performance.now() : Date.now;

/** Tells when objects are gone; never, in an engine that doesn't. */
export function watchGone<T>(told: (held: T) => void): Pick<FinalizationRegistry<T>, "register" | "unregister"> {
  return attempt(() => new FinalizationRegistry(told)) ?? { register: () => {}, unregister: () => false };
}
