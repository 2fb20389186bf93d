import { groupActivation } from "../spec/define.js";
import { integerAtLeast } from "../spec/options.js";

/** The first maximum; a NaN counts as larger than all. */
function firstMaximum(group: Float64Array): number {
  let chosen = 0;
  for (let i = 1; i < group.length && !Number.isNaN(group[chosen]); i++) {
    if (!((group[i] as number) <= (group[chosen] as number))) chosen = i;
  }
  return chosen;
}

export const maxout = groupActivation({
  name: "maxout",
  family: "piecewise",
  summary: "The largest of a group of linear pieces: a learnable convex activation behind a dense layer.",
  options: {
    /** Adjacent elements of which the largest is taken. */
    pieces: integerAtLeast(2, 1),
  },
  groupSize: ({ pieces }) => pieces,
  forward: (group) => group[firstMaximum(group)] as number,
  chosen: firstMaximum,
  range: () => [-Infinity, Infinity],
  monotonic: true,
  formula: "max of each `pieces` adjacent elements of the last axis",
  notes: ["The first maximum takes the whole gradient."],
  source: "Goodfellow, Warde-Farley, Mirza, Courville, Bengio: Maxout Networks (2013)",
  bound: { fast: 0, high: 0 },
});
