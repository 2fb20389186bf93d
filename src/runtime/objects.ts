// What an object holds, whatever made it: a class, another realm, no prototype at all.

import { attempt } from "./environment.js";

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
  if (Array.isArray(value)) return attempt(() => Object.values(value)) ?? [];
  const keys = attempt(() => Reflect.ownKeys(value)) ?? [];
  const parts = keys.map((key) => attempt(() => partAt(value, key)));
  const tag = attempt(() => Object.prototype.toString.call(value));
  // What only calls itself a Map is none: then they fail.
  if (tag === "[object Map]") attempt(() => Map.prototype.forEach.call(value, (each, key) => parts.push(each, key)));
  if (tag === "[object Set]") attempt(() => Set.prototype.forEach.call(value, (each) => parts.push(each)));
  return parts;
}

/** The property; of an accessor what it gives, where it is meant to be seen. */
function partAt(value: object, key: PropertyKey): unknown {
  const property = Reflect.getOwnPropertyDescriptor(value, key);
  return property?.get && property.enumerable ? property.get.call(value) : property?.value;
}
