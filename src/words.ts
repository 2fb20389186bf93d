// What is said of each op, by name: the specs' own words, which scripts/words.mjs leaves here when the package is built.

export * from "./entries/activations.js?words";
export * from "./entries/layers.js?words";
export * from "./entries/losses.js?words";
export * from "./entries/penalties.js?words";
export * from "./entries/rows.js?words";
