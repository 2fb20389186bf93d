// Views of tensors that are handed out. Whoever keeps one keeps its tensor: else the tensor's memory would be given to others
// under the view. That goes for parts of it too (`subarray`), of whatever size.

const owners = new WeakMap<ArrayBufferView, object>();

/** In the place of the method of all typed arrays: a part has the same owner. */
const subarray = {
  value(this: Float32Array, start?: number, end?: number): Float32Array {
    const part = Float32Array.prototype.subarray.call(this, start, end);
    const owner = owners.get(this);
    return owner ? lend(part, owner) : part;
  },
  configurable: true,
  writable: true,
};

/** Has a view keep its owner, unless it keeps one already. */
export function own(view: ArrayBufferView, owner: object): void {
  if (!owners.has(view)) owners.set(view, owner);
}

/** The view, which keeps its owner from now on. */
export function lend(view: Float32Array, owner: object): Float32Array {
  owners.set(view, owner);
  return Object.defineProperty(view, "subarray", subarray);
}
