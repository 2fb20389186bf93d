// Tensors whose data are not what the tensor says: TensorFlow.js makes them by itself, in casts and in kernels of its CPU
// backend, and lets its users make them.

import * as tf from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { useOurs } from "./sideBySide.js";

export type NumberType = "float32" | "int32" | "bool";

/** Makes a tensor of a type from whole numbers. */
type Make = (values: Int32Array, shape: number[], dtype: NumberType) => tf.Tensor;

interface Way {
  readonly name: string;
  /** The types that there is such a tensor of. */
  readonly dtypes: readonly NumberType[];
  /** Whether it holds but zeros and ones. */
  readonly isTruth?: boolean;
  readonly make: Make;
}

function onCpu(make: Make): Make {
  return (...given) => {
    tf.setBackend("cpu");
    const tensor = make(...given);
    useOurs();
    return tensor;
  };
}

/** As a backend's kernels make a tensor: the values as they are. */
function written(values: ArrayLike<number>, shape: number[], dtype: NumberType): tf.Tensor {
  return tf.engine().makeTensor(values as never, shape, dtype);
}

const viewOf = (values: Int32Array) => {
  const all = new Int32Array(values.length + 7);
  all.set(values, 3);
  return all.subarray(3, 3 + values.length);
};

const castOf: Make = (values, shape, dtype) => tf.tensor(viewOf(values), shape, "int32").cast(dtype);
const castOfTruths: Make = (values, shape, dtype) => {
  const integers = tf.tensor(Uint8Array.from(values), shape, "bool").cast("int32");
  return dtype === "int32" ? integers : integers.cast(dtype);
};

/** The data are used as what they are, in linear memory, before they are used as what the cast says. */
const castOfResident: Make = (values, shape, dtype) => {
  tf.setBackend("cpu");
  const integers = tf.tensor(viewOf(values), shape, "int32");
  const floats = integers.cast(dtype);
  (useOurs() as LanewiseBackend).address(integers);
  return floats;
};

export const ways: readonly Way[] = [
  { name: "int32, cast by the CPU backend", dtypes: ["float32"], make: onCpu(castOf) },
  { name: "bool, cast by the CPU backend", dtypes: ["float32", "int32"], isTruth: true, make: onCpu(castOfTruths) },
  {
    name: "floats as int32 (tf.oneHot), cast by the CPU backend",
    dtypes: ["float32", "int32"],
    make: onCpu((values, shape, dtype) => written(Float32Array.from(values), shape, "int32").cast(dtype)),
  },
  { name: "int32 in linear memory, cast by the CPU backend", dtypes: ["float32"], make: castOfResident },
  { name: "int32, cast here", dtypes: ["float32"], make: castOf },
  { name: "bool, cast here", dtypes: ["float32", "int32"], isTruth: true, make: castOfTruths },
  {
    name: "floats as int32, cast here",
    dtypes: ["float32", "int32"],
    make: (values, shape, dtype) => written(Float32Array.from(values), shape, "int32").cast(dtype),
  },
  { name: "number[]", dtypes: ["float32", "int32", "bool"], make: (values, ...rest) => written([...values], ...rest) },
  {
    name: "boolean[]",
    dtypes: ["float32", "int32", "bool"],
    isTruth: true,
    make: (values, ...rest) => written(Array.from(values, Boolean) as never, ...rest),
  },
  {
    name: "Float64Array",
    dtypes: ["float32", "int32", "bool"],
    make: (values, ...rest) => written(Float64Array.from(values), ...rest),
  },
  {
    name: "Uint8ClampedArray",
    dtypes: ["float32", "int32", "bool"],
    isTruth: true,
    make: (values, ...rest) => written(Uint8ClampedArray.from(values), ...rest),
  },
];
