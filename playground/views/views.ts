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
  {
    id: "cost",
    title: "Cost",
    lede: "The bowl: what every weight and bias would cost, and a descent that finds the bottom, or misses it.",
    open: async () => (await import("./cost/view.js")).mount,
  },
  {
    id: "which",
    title: "Which one?",
    lede: "Three questions lead to a loss, an output activation, and code that runs.",
    open: async () => (await import("./which/view.js")).mount,
  },
  {
    id: "train",
    title: "Train",
    lede: "A small network learns, step by step, with every gradient from the library.",
    open: async () => (await import("./train/view.js")).mount,
  },
  {
    id: "floats",
    title: "What floats do",
    lede: "Formulas that are right on paper, and what rounding makes of them.",
    open: async () => (await import("./floats/view.js")).mount,
  },
  {
    id: "machine",
    title: "Your machine",
    lede: "What runs here and why, whether it is right, and how fast it is.",
    open: async () => (await import("./machine/view.js")).mount,
  },
];
