// Code for an advice, that runs as it stands: the page runs it too.

import type { SpecOf } from "../../library/library.js";
import { specNamed } from "../../library/library.js";
import type { Advice } from "./advise.js";

export const HEAD = `import { load } from "lanewise";

const lw = await load();`;

const PREDICTIONS = {
  elements: "lw.tensor([1.2, -0.4, 0.3, 2.1], [4, 1])",
  positive: "lw.softplus(lw.tensor([2, -1, 5, 0.5], [4, 1]))",
  labels: "lw.tensor([2.1, -0.3, 0.8, -1.7, 0.2, -2.2], [3, 2])",
  rows: "lw.tensor([2, 0.5, -1, 0.1, 1.4, 0.3], [2, 3])",
};

function linesOf({ loss, options }: Advice): { prediction: string; target: string } {
  const spec = specNamed(loss) as SpecOf<"loss"> | SpecOf<"rowLoss">;
  if (spec.kind === "rowLoss") {
    const distribution = spec.targets === "probabilities";
    const target = distribution ? "lw.tensor([0.7, 0.2, 0.1, 0.1, 0.6, 0.3], [2, 3])" : "Int32Array.of(0, 2)";
    return { prediction: spec.predictions === "logits" ? PREDICTIONS.rows : `lw.softmax(${PREDICTIONS.rows})`, target };
  }
  if (spec.task === "binary") return { prediction: PREDICTIONS.labels, target: "lw.tensor([1, 0, 1, 0, 1, 0], [3, 2])" };
  if (spec.domain) return { prediction: PREDICTIONS.positive, target: "lw.tensor([1.5, 0.2, 40, 1], [4, 1])" };
  return { prediction: PREDICTIONS.elements, target: `lw.tensor([1, -0.5, ${"delta" in options ? 9 : 0.5}, 2], [4, 1])` };
}

/** What follows the head. */
export function bodyOf(advice: Advice): string {
  const { loss, activation, options } = advice;
  const { prediction, target } = linesOf(advice);
  const given = Object.keys(options).length > 0 ? `, ${literal(options)}` : "";
  const spec = specNamed(loss) as SpecOf<"rowLoss">;
  const isLogits = spec.kind === "rowLoss" ? spec.predictions === "logits" : spec.task === ("binary" as string);
  const name = isLogits ? "logits" : "prediction";
  return [
    `const ${name} = ${prediction};`,
    `const target = ${target};`,
    `const { value, grad } = lw.${loss}.valueAndGrad(${name}, target${given});`,
    `console.log("cost", value);`,
    `console.log("gradient", grad.toArray());`,
    ...(isLogits ? [`console.log("probabilities", lw.${activation}(${name}).toArray());`] : []),
  ].join("\n");
}

function literal(options: Readonly<Record<string, unknown>>): string {
  return `{ ${Object.entries(options)
    .map(([name, value]) => `${name}: ${JSON.stringify(value).replaceAll(",", ", ")}`)
    .join(", ")} }`;
}
