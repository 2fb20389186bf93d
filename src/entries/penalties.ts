// lanewise/penalties: the specs of penalties on weights.

export { elasticNetPenalty, l1Penalty, l2Penalty } from "../losses/penalty.js";
