// Options without what somebody put on Object.prototype, as some old libraries do, or a prototype pollution: then it is no option.

import { isRevoked, tagOf } from "../runtime/objects.js";
import { describe } from "./arguments.js";

const root = Object.prototype as Readonly<Record<string, unknown>>;

/**
 * Whether options are of this realm, and Object.prototype has none that all ops share. Short, as checkInput is: options of one op are
 * asked for when one was read, and no prototype is, which takes ten times as long.
 */
export function isPlain(options: object): boolean {
  try {
    return options?.constructor === Object && root.out === undefined && root.shape === undefined;
  } catch {
    return false;
  }
}

/** Whether a value that was read of options is, or might be, that of Object.prototype. */
export const isOnRoot = (name: string, value: unknown, options: object | undefined): boolean =>
  value !== undefined && root[name] !== undefined && options?.constructor === Object;

/**
 * What an object and the prototypes below Object.prototype, of whatever realm, have of the known options.
 * @param known names; of others the first remains, to be refused
 */
export function withoutRoot<T extends object>(op: string, given: T, known: readonly string[]): T {
  if (typeof given !== "object" || given === null || isRevoked(given)) checkKind(op, given);
  if (Object.getPrototypeOf(given) === null) return given;
  const plain = Object.create(null);
  let [hasKnown, hasOther] = [false, false];
  for (const name in given) {
    if (isOfRoot(given, name)) continue;
    const isKnown = known.includes(name);
    plain[name] = isKnown ? given[name] : undefined;
    if (isKnown) hasKnown = true;
    else hasOther = true;
  }
  if (hasOther || !hasKnown) checkKind(op, given);
  // Accessors of a class are hidden.
  for (const name of known) {
    if (name in given && !(name in plain) && !isOfRoot(given, name)) {
      Object.defineProperty(plain, name, { value: given[name as keyof T] });
    }
  }
  return plain;
}

/** Whether an object has a property from the very end of its prototypes. */
export function isOfRoot(given: object, name: string): boolean {
  let owner: object | null = given;
  while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner !== null && owner !== given && Object.getPrototypeOf(owner) === null;
}

/** Objects that hold no options may be of another kind: a Map, a tensor, an array. */
export function checkKind(op: string, given: unknown): void {
  if (["Object", "Module"].includes(tagOf(given))) return;
  throw new TypeError(`${op}: options is ${describe(given)}, expected an object`);
}
