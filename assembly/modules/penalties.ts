// Penalties on weights.

export { elasticNetPenalty, l1Penalty, l2Penalty } from "../losses/penalty";
