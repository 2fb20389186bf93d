// What an object holds, whatever made it: a class, another realm, no prototype at all.

import { attempt } from "./environment.js";

/** Whether it is a proxy that was revoked, of which nothing can be asked: everything throws. */
export function isRevoked(value: unknown): boolean {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}

export const isArray = (value: unknown): value is unknown[] => !isRevoked(value) && Array.isArray(value);

/** What a value is at heart, in whatever realm it was made: "Object", "URL", … */
export const tagOf = (value: unknown): string =>
  isRevoked(value) ? "revoked Proxy" : Object.prototype.toString.call(value).slice(8, -1);

/** Visits an object and all that it holds. @param visit tells whether what is in it does not matter */
export function eachObjectIn(value: unknown, visit: (value: object) => boolean): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if ((typeof each !== "object" && typeof each !== "function") || each === null || seen.has(each)) continue;
    seen.add(each);
    // Arrays of numbers hold nothing else.
    if (visit(each) || ArrayBuffer.isView(each)) continue;
    for (const part of partsOf(each)) waiting.push(part);
  }
}

function partsOf(value: object): unknown[] {
  if (isArray(value)) return attempt(() => Object.values(value)) ?? [];
  const keys = attempt(() => Reflect.ownKeys(value)) ?? [];
  const parts = keys.map((key) => attempt(() => partAt(value, key)));
  const tag = attempt(() => tagOf(value));
  // What only calls itself a Map is none: then they fail.
  if (tag === "Map") attempt(() => Map.prototype.forEach.call(value, (each, key) => parts.push(each, key)));
  if (tag === "Set") attempt(() => Set.prototype.forEach.call(value, (each) => parts.push(each)));
  return parts;
}

/** The property; of an accessor what it gives, where it is meant to be seen. */
function partAt(value: object, key: PropertyKey): unknown {
  const property = Reflect.getOwnPropertyDescriptor(value, key);
  return property?.get && property.enumerable ? property.get.call(value) : property?.value;
}
