// Reads a formula of the table into a tree, which can be set (tex.ts) and computed (evaluate.ts).

import { type Token, tokensOf } from "./tokens.js";

export type Node =
  | { readonly is: "number"; readonly value: number; readonly text: string }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "negative"; readonly of: Node }
  | {
      readonly is: "operation";
      readonly sign: "+" | "−" | "·" | "/" | "^";
      readonly left: Node;
      readonly right: Node;
      readonly implicit?: boolean;
    }
  | { readonly is: "relation"; readonly sign: string; readonly left: Node; readonly right: Node }
  | { readonly is: "choice"; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly is: "call"; readonly name: string; readonly given: readonly Node[] }
  | { readonly is: "absolute" | "root" | "group"; readonly of: Node }
  | { readonly is: "sum"; readonly index: string; readonly of: Node }
  | { readonly is: "subscript"; readonly of: Node; readonly index: string }
  | { readonly is: "element"; readonly name: string; readonly indices: readonly Node[] };

/** "d = prediction − target", "Φ(x) = …". */
export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly value: Node;
}

export interface Formula {
  /** One, or several with names: "forward: …; reverse: …". */
  readonly cases: readonly { readonly label: string; readonly value: Node }[];
  readonly where: readonly Definition[];
}

/** Functions that are written before what they are taken of, without parentheses. */
const PREFIXES = new Set(["log", "mean", "exp"]);

/** The tree of a formula; undefined for one in words. */
export function parseFormula(text: string): Formula | undefined {
  try {
    return new Parser(tokensOf(text)).formula();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  /** Within |…| the next bar closes. */
  #bars = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  formula(): Formula {
    const cases = [this.#case()];
    while (this.#take(";")) cases.push(this.#case());
    const where: Definition[] = [];
    while (this.#take(",")) where.push(this.#definition());
    if (this.#next.kind !== "end") throw new SyntaxError(`unexpected ${this.#next.text}`);
    return { cases, where };
  }

  #case(): Formula["cases"][number] {
    const labelled = this.#next.kind === "name" && this.#tokens[this.#position + 1]?.text === ":";
    const label = labelled ? this.#advance().text : "";
    if (labelled) this.#expect(":");
    return { label, value: this.#choice() };
  }

  #definition(): Definition {
    const left = this.#sum();
    this.#expect("=");
    const value = this.#choice();
    if (left.is === "name") return { name: left.name, parameters: [], value };
    const parameters = left.is === "call" ? left.given.map((each) => (each.is === "name" ? each.name : "")) : [""];
    if (left.is !== "call" || parameters.includes("")) throw new SyntaxError("a definition of neither a name nor a function");
    return { name: left.name, parameters, value };
  }

  #choice(): Node {
    const condition = this.#relation();
    if (!this.#take("?")) return condition;
    const then = this.#choice();
    this.#expect(":");
    return { is: "choice", condition, then, otherwise: this.#choice() };
  }

  #relation(): Node {
    const left = this.#sum();
    const sign = [">", "<", "≥", "≤", "="].find((each) => this.#take(each));
    return sign ? { is: "relation", sign, left, right: this.#sum() } : left;
  }

  #sum(): Node {
    let left = this.#product();
    for (;;) {
      const sign = (["+", "−"] as const).find((each) => this.#take(each));
      if (!sign) return left;
      left = { is: "operation", sign, left, right: this.#product() };
    }
  }

  #product(): Node {
    let left = this.#unary();
    for (;;) {
      const sign = (["·", "/"] as const).find((each) => this.#take(each));
      if (sign) left = { is: "operation", sign, left, right: this.#unary() };
      // "½ (1 + x)", "½d²": a number before something else.
      else if (this.#previousIsNumber && this.#startsFactor)
        left = { is: "operation", sign: "·", left, right: this.#power(), implicit: true };
      else return left;
    }
  }

  #unary(): Node {
    return this.#take("−") ? { is: "negative", of: this.#unary() } : this.#power();
  }

  #power(): Node {
    const base = this.#primary();
    if (this.#take("²")) return { is: "operation", sign: "^", left: base, right: { is: "number", value: 2, text: "2" } };
    if (!this.#take("^")) return base;
    const negative = this.#take("−");
    const exponent = this.#power();
    return { is: "operation", sign: "^", left: base, right: negative ? { is: "negative", of: exponent } : exponent };
  }

  #primary(): Node {
    const token = this.#advance();
    if (token.kind === "number") return { is: "number", value: token.text === "½" ? 0.5 : Number(token.text), text: token.text };
    if (token.kind === "name") return this.#named(token.text);
    if (token.text === "(") return this.#subscripted({ is: "group", of: this.#until(")") });
    if (token.text === "√") return { is: "root", of: this.#primary() };
    if (token.text === "|") {
      this.#bars++;
      const of = this.#choice();
      this.#bars--;
      this.#expect("|");
      return { is: "absolute", of };
    }
    throw new SyntaxError(`unexpected ${token.text || "end"}`);
  }

  #named(name: string): Node {
    const [word = "", index = ""] = name.split("_");
    if (word === "Σ") return { is: "sum", index, of: this.#product() };
    if (this.#next.text === "(" && !this.#next.spaced) {
      this.#advance();
      const given = [this.#choice()];
      while (this.#take(",")) given.push(this.#choice());
      this.#expect(")");
      return this.#subscripted({ is: "call", name, given });
    }
    if (PREFIXES.has(word)) return { is: "call", name: word, given: [this.#power()] };
    if (this.#next.text === "[") {
      this.#advance();
      const indices = [this.#choice()];
      while (this.#take(",")) indices.push(this.#choice());
      this.#expect("]");
      return { is: "element", name, indices };
    }
    return index ? { is: "subscript", of: { is: "name", name: word }, index } : { is: "name", name };
  }

  #subscripted(of: Node): Node {
    return this.#take("_") ? { is: "subscript", of, index: this.#advance().text } : of;
  }

  #until(close: string): Node {
    const bars = this.#bars;
    this.#bars = 0;
    const inside = this.#choice();
    this.#expect(close);
    this.#bars = bars;
    return inside;
  }

  get #next(): Token {
    return this.#tokens[this.#position] as Token;
  }

  get #previousIsNumber(): boolean {
    return this.#tokens[this.#position - 1]?.kind === "number";
  }

  get #startsFactor(): boolean {
    const { kind, text } = this.#next;
    return kind === "name" || text === "(" || text === "√" || (text === "|" && this.#bars === 0);
  }

  #advance(): Token {
    const token = this.#next;
    if (token.kind !== "end") this.#position++;
    return token;
  }

  #take(text: string): boolean {
    const found = this.#next.kind === "sign" && this.#next.text === text;
    if (found) this.#position++;
    return found;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`expected ${text}, found ${this.#next.text || "the end"}`);
  }
}
