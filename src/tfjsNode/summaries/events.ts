// The events that TensorBoard reads: tensorflow/core/util/event.proto and framework/summary.proto, with the numbers of their fields.

import { bytes, double, float, integer, message, text } from "./protobuf.js";

/** What the first record of a file says. */
const FILE_VERSION = "brain.Event:2";
const DOUBLE_TYPE = 2;
const TENSOR_CLASS = 2;

const wallTime = () => double(1, Date.now() / 1000);

export const versionEvent = (): Uint8Array => message(wallTime(), text(3, FILE_VERSION));

const event = (step: number, ...value: readonly Uint8Array[]): Uint8Array =>
  message(wallTime(), integer(2, step), bytes(5, bytes(1, message(...value))));

export const scalarEvent = (tag: string, value: number, step: number): Uint8Array => event(step, text(1, tag), float(2, value));

/** A histogram as TensorFlow 2 writes it: a tensor of rows [left edge, right edge, count]. */
export function histogramEvent(
  tag: string,
  rows: readonly (readonly [number, number, number])[],
  step: number,
  description = "",
): Uint8Array {
  const metadata = message(bytes(1, text(1, "histograms")), text(3, description), integer(4, TENSOR_CLASS));
  const shape = message(...[rows.length, 3].map((size) => bytes(2, integer(1, size))));
  const content = new Uint8Array(Float64Array.from(rows.flat()).buffer);
  const tensor = message(integer(1, DOUBLE_TYPE), bytes(2, shape), bytes(4, content));
  return event(step, text(1, tag), bytes(8, tensor), bytes(9, metadata));
}
