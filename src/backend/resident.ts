// Whole arrays in linear memory for the length of a call: for kernels that need all of a matrix at once.

import { lengthOf, setInto } from "../runtime/arrays.js";
import type { LinearMemory } from "../runtime/storage.js";
import { addressOf, Tensor } from "../runtime/tensor.js";
import type { Input, Output } from "./backend.js";
import { Held } from "./held.js";

/** Runs `body` with the addresses of inputs (0 for undefined) and outputs; plain arrays are copied in before and out after. */
export function withResident(
  memory: LinearMemory,
  inputs: readonly (Input | undefined)[],
  outputs: readonly Output[],
  body: (inputs: readonly number[], outputs: readonly number[]) => void,
): void {
  const held: { address: number; count: number }[] = [];
  const hold = (count: number) => {
    const address = memory.allocate(count);
    held.push({ address, count });
    return address;
  };
  try {
    const inputAddresses = inputs.map((input) => {
      if (input === undefined) return 0;
      if (input instanceof Tensor) return addressOf(input);
      if (input instanceof Held) return input.address;
      const address = hold(lengthOf(input));
      memory.floats.set(input, address / 4);
      return address;
    });
    const outputAddresses = outputs.map((output) => (output instanceof Tensor ? addressOf(output) : hold(lengthOf(output))));
    body(inputAddresses, outputAddresses);
    outputs.forEach((output, i) => {
      if (output instanceof Tensor) return;
      const from = (outputAddresses[i] as number) / 4;
      setInto(output, memory.floats.subarray(from, from + lengthOf(output)));
    });
  } finally {
    for (const { address, count } of held) memory.release(address, count);
  }
}
