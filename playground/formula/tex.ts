// A formula's tree as TeX, for KaTeX.

import type { Definition, Formula, Node } from "./parse.js";

const LETTERS: Readonly<Record<string, string>> = {
  alpha: "\\alpha",
  beta: "\\beta",
  gamma: "\\gamma",
  delta: "\\delta",
  epsilon: "\\varepsilon",
  lambda: "\\lambda",
  α: "\\alpha",
  β: "\\beta",
  λ: "\\lambda",
  σ: "\\sigma",
  Φ: "\\Phi",
  φ: "\\varphi",
  π: "\\pi",
  prediction: "\\hat y",
  target: "y",
};
const RELATIONS: Readonly<Record<string, string>> = { "≥": "\\ge", "≤": "\\le", ">": ">", "<": "<", "=": "=" };
const FUNCTIONS: Readonly<Record<string, string>> = { log: "\\log", exp: "\\exp", tanh: "\\tanh", max: "\\max", min: "\\min" };

/** How tightly a node holds together; what holds less tightly than its place asks is put in parentheses. */
const Strength = { choice: 0, relation: 1, sum: 2, product: 3, power: 4, atom: 5 } as const;

export function texOf({ cases, where }: Formula): string {
  const values = cases.map(({ label, value }) => (label ? `\\text{${label}:}\\ ${tex(value)}` : tex(value)));
  // One below the other: a narrow screen has room for one.
  const all =
    values.length > 1 ? `\\begin{aligned} ${values.map((each) => `&${each}`).join(" \\\\ ")} \\end{aligned}` : values.join();
  return [all, ...where.map(definition)].join(", \\quad ");
}

function definition({ name, parameters, value }: Definition): string {
  const given = parameters.length > 0 ? `(${parameters.map(symbol).join(", ")})` : "";
  return `${symbol(name)}${given} = ${tex(value)}`;
}

function symbol(name: string): string {
  const [word = "", index] = name.split("_");
  const letter = LETTERS[word] ?? (/^\p{L}′?$/u.test(word) ? word.replace("′", "'") : `\\mathrm{${word}}`);
  return index ? `${letter}_{${symbol(index)}}` : letter;
}

function strengthOf(node: Node): number {
  if (node.is === "choice") return Strength.choice;
  if (node.is === "relation") return Strength.relation;
  if (node.is === "operation")
    return node.sign === "+" || node.sign === "−" ? Strength.sum : node.sign === "^" ? Strength.power : Strength.product;
  if (node.is === "negative" || node.is === "sum") return Strength.product;
  if (node.is === "number" && node.text === "½") return Strength.product;
  return Strength.atom;
}

/** Parentheses of the source are dropped, and set again where they are needed. */
const bare = (node: Node): Node => (node.is === "group" ? bare(node.of) : node);

function tex(given: Node, least: number = Strength.choice): string {
  const node = bare(given);
  const text = plain(node);
  return strengthOf(node) < least ? `\\left(${text}\\right)` : text;
}

function plain(node: Node): string {
  switch (node.is) {
    case "number":
      return node.text === "½" ? "\\tfrac12" : node.text;
    case "name":
      return symbol(node.name);
    case "negative":
      return `-${tex(node.of, Strength.product)}`;
    case "operation":
      return operation(node);
    case "relation":
      return `${tex(node.left)} ${RELATIONS[node.sign]} ${tex(node.right)}`;
    case "choice":
      return choice(node);
    case "call":
      return call(node);
    case "absolute":
      return `\\left|${tex(node.of)}\\right|`;
    case "root":
      return `\\sqrt{${tex(node.of)}}`;
    case "sum":
      return `\\sum${node.index && `_{${symbol(node.index)}}`} ${tex(node.of, Strength.product)}`;
    case "subscript":
      return `${tex(node.of, Strength.atom)}_{${symbol(node.index)}}`;
    case "element":
      return `${symbol(node.name)}_{${node.indices.map((each) => tex(each)).join(",")}}`;
    default:
      return tex(node.of);
  }
}

function operation({ sign, left, right, implicit }: Extract<Node, { is: "operation" }>): string {
  if (sign === "/") return `\\frac{${tex(left)}}{${tex(right)}}`;
  if (sign === "^") return `${tex(left, Strength.atom)}^{${tex(right)}}`;
  if (sign === "·") return `${tex(left, Strength.product)} ${implicit ? "\\," : "\\cdot"} ${tex(right, Strength.product)}`;
  return `${tex(left, Strength.sum)} ${sign === "+" ? "+" : "-"} ${tex(right, Strength.product)}`;
}

function choice(node: Extract<Node, { is: "choice" }>): string {
  const rows: string[] = [];
  let rest: Node = node;
  while (rest.is === "choice") {
    rows.push(`${tex(rest.then)} & ${tex(rest.condition)}`);
    rest = bare(rest.otherwise);
  }
  return `\\begin{cases} ${[...rows, `${tex(rest)} & \\text{otherwise}`].join(" \\\\ ")} \\end{cases}`;
}

function call({ name, given }: Extract<Node, { is: "call" }>): string {
  const known = FUNCTIONS[name] ?? (LETTERS[name] || [...name].length === 1 ? symbol(name) : `\\operatorname{${name}}`);
  const [first] = given;
  // log p, log Σ …: as it stands in a book.
  if (given.length === 1 && first && name === "log" && strengthOf(first) >= Strength.product && first.is !== "group")
    return `\\log ${tex(first)}`;
  return `${known}\\left(${given.map((each) => tex(each)).join(", ")}\\right)`;
}
