// Which tests, and which kernel modules, a source is part of: whatever imports it, directly or not.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { modules } from "../modules.mjs";

/**
 * The files that a file imports, as paths from the root.
 * @param {string} root
 * @param {string} file
 */
function importsOf(root, file) {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].flatMap(([, path]) => {
    const target = relative(root, join(root, dirname(file), String(path)));
    return [target, target.replace(/\.js$/, ".ts"), `${target}.ts`].filter(
      (each) => /\.[cm]?[jt]s$/.test(each) && existsSync(join(root, each)),
    );
  });
}

/**
 * Whether `file` is one of `targets`, or imports one.
 * @param {string} root
 * @param {ReadonlySet<string>} targets
 */
function reachOf(root, targets) {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  const reaches = (/** @type {string} */ file) => {
    const found = known.get(file);
    if (found !== undefined) return found;
    // While it is looked at, nothing is known of it: a circle of imports leads nowhere new.
    known.set(file, targets.has(file));
    const is = targets.has(file) || importsOf(root, file).some(reaches);
    known.set(file, is);
    return is;
  };
  return reaches;
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 * @param {readonly string[]} wanted beginnings of paths of tests; none for all that are related
 */
export function testsOf(root, files, wanted) {
  const reaches = reachOf(root, new Set(files));
  const all = readdirSync(join(root, "test"), { recursive: true })
    .map((name) => join("test", String(name)))
    .filter((name) => name.endsWith(".test.ts") && !/test\/(browsers|package)\/|node_modules/.test(name))
    .sort();
  if (wanted.length > 0) return all.filter((name) => wanted.some((each) => name.startsWith(each)));
  // Kernels are part of whatever loads a library.
  return files.some((file) => file.startsWith("assembly/"))
    ? all.filter(reachOf(root, new Set(["src/load.ts"])))
    : all.filter(reaches);
}

/**
 * The modules that a kernel's source is part of.
 * @param {string} root
 * @param {string} file
 */
export function modulesOf(root, file) {
  const reaches = reachOf(root, new Set([file]));
  return modules.filter(({ family }) => reaches(`assembly/modules/${family}.ts`));
}
