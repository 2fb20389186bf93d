// A network of one hidden layer that learns the exclusive or: what the examples for Node, pages and workers have in common.

const INPUTS = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
const TARGETS = Float32Array.of(0, 1, 1, 0);
const HIDDEN = 8;

/** Fixed weights to begin with, between −1 and 1. */
const spread = (count, seed) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * i));

/**
 * @param {import("lanewise").Lanewise} lw
 * @param {(step: number, cost: number) => void} onStep
 * @returns {{ cost: number, outputs: number[] }} the last cost, and the probability of "true" for 00, 01, 10, 11
 */
export function trainXor(lw, onStep = () => {}, steps = 400, rate = 0.5) {
  return lw.scope(() => {
    const x = lw.tensor(INPUTS, [4, 2]);
    const target = lw.tensor(TARGETS, [4, 1]);
    const layers = [
      { weights: lw.tensor(spread(2 * HIDDEN, 1), [2, HIDDEN]), bias: lw.zeros([HIDDEN]) },
      { weights: lw.tensor(spread(HIDDEN, 2), [HIDDEN, 1]), bias: lw.zeros([1]) },
    ];
    const [hidden, output] = layers;
    const descend = (parameter, gradient) => {
      for (let i = 0; i < parameter.size; i++) parameter.data[i] -= rate * gradient.data[i];
    };

    let cost = Number.NaN;
    for (let step = 1; step <= steps; step++) {
      // What a step makes is freed at its end.
      cost = lw.scope(() => {
        const before = lw.dense(x, hidden.weights, hidden.bias);
        const after = lw.tanh(before);
        const logits = lw.dense(after, output.weights, output.bias);
        const { value, grad } = lw.binaryCrossEntropyWithLogits.valueAndGrad(logits, target);
        const second = lw.dense.backward(grad, after, output.weights);
        const first = lw.dense.backward(lw.tanh.backward(second.x, before), x, hidden.weights);
        descend(output.weights, second.weights);
        descend(output.bias, second.bias);
        descend(hidden.weights, first.weights);
        descend(hidden.bias, first.bias);
        return value;
      });
      onStep(step, cost);
    }
    const after = lw.tanh(lw.dense(x, hidden.weights, hidden.bias));
    const outputs = lw.sigmoid(lw.dense(after, output.weights, output.bias));
    return { cost, outputs: [...outputs.data] };
  });
}
