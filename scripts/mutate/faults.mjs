// The faults that can be planted in a source, TypeScript or AssemblyScript: each is one small change that still parses. They are the
// slips of daily work: a bound off by one, a condition turned round, a clause or a call forgotten, an offset that is always 0.

import ts from "typescript";

/**
 * @typedef {object} Fault
 * @property {string} file
 * @property {number} start of what is replaced
 * @property {number} end
 * @property {string} text what it is replaced by
 * @property {number} line from 1
 */

/** Operators, and what stands in their place by mistake. */
const OPERATORS = new Map([
  ["+", ["-"]],
  ["-", ["+"]],
  ["*", ["/"]],
  ["/", ["*"]],
  ["%", ["*"]],
  ["<", ["<=", ">="]],
  ["<=", ["<", ">"]],
  [">", [">=", "<="]],
  [">=", [">", "<"]],
  ["===", ["!=="]],
  ["!==", ["==="]],
  ["==", ["!="]],
  ["!=", ["=="]],
  ["&", ["|"]],
  ["|", ["&"]],
  ["<<", [">>"]],
  [">>", ["<<"]],
  [">>>", ["<<"]],
  ["+=", ["-="]],
  ["-=", ["+="]],
  ["*=", ["/="]],
]);

/** Where one operand alone is as easily written as both. */
const CLAUSES = new Set(["&&", "||", "??"]);

const METHODS = new Map([
  ["max", "min"],
  ["min", "max"],
  ["floor", "ceil"],
  ["ceil", "floor"],
  ["some", "every"],
  ["every", "some"],
  ["push", "unshift"],
]);

/** Whose first argument is where to begin. */
const FROM_START = new Set(["slice", "subarray"]);

/**
 * What may stand in the place of a node.
 * @param {ts.Node} node
 * @returns {[ts.Node, string][]} what is replaced, and by what
 */
function changesOf(node) {
  const text = (/** @type {ts.Node} */ each) => each.getText();
  if (ts.isBinaryExpression(node)) {
    const operator = text(node.operatorToken);
    if (CLAUSES.has(operator))
      return [
        [node, text(node.left)],
        [node, text(node.right)],
      ];
    return (OPERATORS.get(operator) ?? []).map((other) => [node.operatorToken, other]);
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const operator = ts.tokenToString(node.operator);
    if (operator === "++" || operator === "--") return [[node, `${operator === "++" ? "--" : "++"}${text(node.operand)}`]];
    return [[node, text(node.operand)]];
  }
  if (ts.isPostfixUnaryExpression(node)) {
    return [[node, `${text(node.operand)}${node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++"}`]];
  }
  if (ts.isNumericLiteral(node) && ts.isPropertyName(node) && "name" in node.parent) return [];
  if (ts.isNumericLiteral(node)) return [[node, neighbourOf(text(node))]];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, "false"]];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, "true"]];
  if (ts.isIfStatement(node))
    return [
      [node.expression, "true"],
      [node.expression, "false"],
    ];
  if (ts.isConditionalExpression(node))
    return [
      [node, text(node.whenTrue)],
      [node, text(node.whenFalse)],
    ];
  if (ts.isTryStatement(node) && node.finallyBlock) return [[node.finallyBlock, "{}"]];
  if (ts.isExpressionStatement(node) && isCallOrAssignment(node.expression)) return [[node, ";"]];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name } = node.expression;
    const other = METHODS.get(name.text);
    const [first] = node.arguments;
    if (other) return [[name, other]];
    if (first && FROM_START.has(name.text) && text(first) !== "0") return [[first, "0"]];
  }
  return [];
}

/** A count is off by one; a measure is twice what it should be. */
function neighbourOf(/** @type {string} */ number) {
  if (number === "1") return "0";
  return Math.abs(Number(number)) < 2 ** 32 && Number.isInteger(Number(number)) ? `(${number} + 1)` : `(${number} * 2)`;
}

function isCallOrAssignment(/** @type {ts.Expression} */ node) {
  if (ts.isCallExpression(node)) return node.expression.kind !== ts.SyntaxKind.SuperKeyword;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** Types, imports and the words of messages hold no faults that tests of behaviour could see. */
const isPassedOver = (/** @type {ts.Node} */ node) =>
  ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node);

/**
 * @param {string} file a name
 * @param {string} source
 * @returns {Fault[]} in the order of the source
 */
export function faultsIn(file, source) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  /** @type {Fault[]} */
  const faults = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (isPassedOver(node)) return;
    for (const [replaced, text] of changesOf(node)) {
      const start = replaced.getStart();
      const line = tree.getLineAndCharacterOfPosition(start).line + 1;
      faults.push({ file, start, end: replaced.end, text, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return faults.sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * @param {string} source
 * @param {Fault} fault
 */
export const planted = (source, { start, end, text }) => source.slice(0, start) + text + source.slice(end);

/**
 * The fault as a reader sees it: what was there, and what stands there now.
 * @param {string} source
 * @param {Fault} fault
 */
export function describeFault(source, { file, start, end, text, line }) {
  const short = (/** @type {string} */ words) => {
    const one = words.replace(/\s+/g, " ");
    return one.length > 60 ? `${one.slice(0, 59)}…` : one;
  };
  const beginning = source.lastIndexOf("\n", start - 1) + 1;
  const whole = source.slice(beginning, source.indexOf("\n", start)).trim();
  return `${file}:${line}: ${short(source.slice(start, end))} → ${text === ";" ? "nothing" : short(text)}   in   ${short(whole)}`;
}

/**
 * Some faults, drawn evenly and always the same for a seed.
 * @template F
 * @param {readonly F[]} faults
 * @param {number} limit
 * @param {number} seed
 * @returns {F[]}
 */
export function draw(faults, limit, seed) {
  let state = seed | 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return faults
    .map((fault) => ({ fault, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, limit)
    .map(({ fault }) => fault);
}
