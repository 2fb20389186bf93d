/** With all that it holds: specs are shared by all instances, and say what these do. */
export function frozen<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === "object" && each !== null && !Object.isFrozen(each)) frozen(each);
  return Object.freeze(value);
}
