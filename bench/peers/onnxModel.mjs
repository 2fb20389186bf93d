// Writes ONNX models of a few nodes: the protobuf fields that the runtime needs, and no more (onnx.proto3).

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;
/** Format 10 goes with operator set 24. */
const FORMAT = 10;
const OPERATOR_SET = 24;

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

const integer = (field, value) => [...varint(field << 3), ...varint(value)];
const message = (field, bytes) => [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
const text = (field, value) => message(field, [...new TextEncoder().encode(value)]);
const float = (field, value) => [...varint((field << 3) | 5), ...new Uint8Array(Float32Array.of(value).buffer)];

function attribute([name, value]) {
  const named = text(1, name);
  if (typeof value === "string") return [...named, ...text(4, value), ...integer(20, ATTRIBUTE_STRING)];
  if (Array.isArray(value)) return [...named, ...value.flatMap((each) => integer(8, each)), ...integer(20, ATTRIBUTE_INTS)];
  if (Number.isInteger(value)) return [...named, ...integer(3, value), ...integer(20, ATTRIBUTE_INT)];
  return [...named, ...float(2, value), ...integer(20, ATTRIBUTE_FLOAT)];
}

const node = ({ type, inputs, output, attributes = {} }) => [
  ...inputs.flatMap((name) => text(1, name)),
  ...text(2, output),
  ...text(4, type),
  ...Object.entries(attributes).flatMap((each) => message(5, attribute(each))),
];

function valueInfo(name, elementType, shape) {
  const dimensions = shape.flatMap((length) => message(1, integer(1, length)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, elementType), ...message(2, dimensions)]))];
}

/** A constant scalar. */
const scalar = ([name, value]) => [...integer(2, FLOAT), ...float(4, value), ...text(8, name)];

/**
 * @param {object} model
 * @param {readonly { type: string, inputs: readonly string[], output: string, attributes?: object }[]} model.nodes
 * @param {Record<string, { integers: boolean, shape: readonly number[] }>} model.inputs
 * @param {string} model.output a float tensor
 * @param {Record<string, number>} [model.constants] scalars
 * @returns {Uint8Array}
 */
export function onnxModel({ nodes, inputs, output, constants = {} }) {
  const graph = [
    ...nodes.flatMap((each) => message(1, node(each))),
    ...text(2, "op"),
    ...Object.entries(constants).flatMap((each) => message(5, scalar(each))),
    ...Object.entries(inputs).flatMap(([name, { integers, shape }]) =>
      message(11, valueInfo(name, integers ? INT64 : FLOAT, shape)),
    ),
    // An output's shape may be left out; the type may not.
    ...message(12, [...text(1, output), ...message(2, message(1, integer(1, FLOAT)))]),
  ];
  return Uint8Array.from([
    ...integer(1, FORMAT),
    ...message(7, graph),
    ...message(8, [...text(1, ""), ...integer(2, OPERATOR_SET)]),
  ]);
}
