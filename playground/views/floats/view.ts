// What floats do: what rounding does to formulas that are right on paper.

import { mountSubviews } from "../../elements/subviews.js";
import type { Mount } from "../../shell/view.js";
import { mountConventions } from "./conventions.js";
import { mountLens } from "./lens.js";
import { mountTwins } from "./twins.js";
import { mountVanishing } from "./vanishing.js";

export const mount: Mount = (root, state) =>
  mountSubviews(root, state, "show", "Show", [
    { value: "lens", label: "A lens", mount: mountLens },
    { value: "vanishing", label: "Where gradients die", mount: mountVanishing },
    { value: "conventions", label: "Conventions", mount: mountConventions },
    { value: "twins", label: "Twins", mount: mountTwins },
  ]);
