// Computes a formula as it is written, in float32: the result of every operation is rounded, as a program that follows the textbook
// would round it.

import type { Formula, Node } from "./parse.js";

export type Environment = Readonly<Record<string, number>>;
type Call = (...given: number[]) => number;

const f = Math.fround;

/** Functions by name; each rounds once, as good libraries do, except those that are formulas themselves. */
const FUNCTIONS: Readonly<Record<string, Call>> = {
  log: (x) => f(Math.log(x)),
  exp: (x) => f(Math.exp(x)),
  tanh: (x) => f(Math.tanh(x)),
  max: (a, b) => f(Math.max(a, b)),
  min: (a, b) => f(Math.min(a, b)),
  σ: (x) => f(1 / f(1 + f(Math.exp(-x)))),
  softplus: (x) => f(Math.log(f(1 + f(Math.exp(x))))),
};

const RELATIONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  "≥": (a, b) => a >= b,
  "≤": (a, b) => a <= b,
};

/**
 * @param known functions besides those that are built in
 * @throws ReferenceError where the formula speaks of something unknown
 */
export function evaluate({ cases, where }: Formula, values: Environment, known: Readonly<Record<string, Call>> = {}): number {
  const functions: Record<string, Call> = { ...FUNCTIONS, ...known };
  const environment: Record<string, number> = { ...values };
  for (const { name, parameters, value } of where) {
    if (parameters.length === 0) environment[name] = compute(value, environment, functions);
    else
      functions[name] = (...given) =>
        compute(
          value,
          { ...environment, ...Object.fromEntries(parameters.map((each, i) => [each, given[i] as number])) },
          functions,
        );
  }
  const [first] = cases;
  if (!first || cases.length > 1) throw new ReferenceError("a formula of several cases has no one value");
  return compute(first.value, environment, functions);
}

function compute(node: Node, environment: Environment, functions: Readonly<Record<string, Call>>): number {
  const of = (each: Node) => compute(each, environment, functions);
  switch (node.is) {
    case "number":
      return f(node.value);
    case "name":
      return named(node.name, environment);
    case "negative":
      return -of(node.of);
    case "group":
      return of(node.of);
    case "absolute":
      return Math.abs(of(node.of));
    case "root":
      return f(Math.sqrt(of(node.of)));
    case "operation":
      return operation(node, of);
    // "f = g": two ways to say the same; the first is the definition.
    case "relation":
      return of(node.left);
    case "choice":
      return of(holds(node.condition, of) ? node.then : node.otherwise);
    case "call": {
      const call = functions[node.name];
      if (!call) throw new ReferenceError(`unknown function ${node.name}`);
      return call(...node.given.map(of));
    }
    default:
      throw new ReferenceError(`a ${node.is} has no value here`);
  }
}

function named(name: string, environment: Environment): number {
  const value = environment[name];
  if (value === undefined) throw new ReferenceError(`unknown name ${name}`);
  return f(value);
}

function operation({ sign, left, right }: Extract<Node, { is: "operation" }>, of: (node: Node) => number): number {
  if (sign === "^") return left.is === "name" && left.name === "e" ? f(Math.exp(of(right))) : f(of(left) ** of(right));
  const [a, b] = [of(left), of(right)];
  return f(sign === "+" ? a + b : sign === "−" ? a - b : sign === "·" ? a * b : a / b);
}

function holds(condition: Node, of: (node: Node) => number): boolean {
  const compare = condition.is === "relation" ? RELATIONS[condition.sign] : undefined;
  if (condition.is !== "relation" || !compare) throw new ReferenceError("a condition that is no comparison");
  return compare(of(condition.left), of(condition.right));
}
