// The views, in the order of the tabs.

import type { View } from "../shell/view.js";

export const views: readonly View[] = [
  {
    id: "activations",
    title: "Activations",
    lede: "Each function with its derivative, drawn from the kernels that a network would run.",
    open: async () => (await import("./activations/view.js")).mount,
  },
  {
    id: "losses",
    title: "Losses",
    lede: "What a prediction costs, and which way its gradient pushes it.",
    open: async () => (await import("./losses/view.js")).mount,
  },
];
