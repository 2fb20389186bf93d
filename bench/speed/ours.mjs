// This library as one of those timed: tensors, default options, and outputs that are used again.

/** The call, and what it gave: the first time into a new tensor, from then on into the same. */
function reusing(own, run) {
  const out = own(run());
  const given = { out };
  return { call: () => run(given), results: () => [out] };
}

function forward(own, op, { x, alpha, weights, bias }) {
  if (alpha) return reusing(own, (given) => op(x, alpha, given));
  return weights ? reusing(own, (given) => op(x, weights, bias, given)) : reusing(own, (given) => op(x, given));
}

/** A row's own output is enough for its gradient, and cheaper than its input. */
function backward(lw, own, { op: name, kind }, { x, dy, alpha, weights }, y) {
  const op = lw[name];
  if (alpha) return partials(lw, own, () => op.backward(dy, x, alpha), ["x", "alpha"]);
  if (weights) return partials(lw, own, () => op.backward(dy, x, weights), ["x", "weights", "bias"]);
  if (kind !== "row" || !op.backwardFromOutput) return reusing(own, (given) => op.backward(dy, x, given));
  const output = y ?? own(op(x));
  return reusing(own, (given) => op.backwardFromOutput(dy, output, given));
}

/** The gradients of x and of parameters: new tensors each time, which are freed. */
function partials(lw, own, run, names) {
  const discard = () => {
    run();
  };
  const results = () => {
    const gradients = run();
    return names.map((name) => own(gradients[name]));
  };
  return { call: () => lw.scope(discard), results };
}

const PASSES = {
  forward: (lw, own, { op }, inputs) => forward(own, lw[op], inputs),
  backward: (lw, own, problem, inputs) => backward(lw, own, problem, inputs),
  forwardBackward: (lw, own, problem, inputs) => {
    const first = forward(own, lw[problem.op], inputs);
    const second = backward(lw, own, problem, inputs, first.results()[0]);
    const call = () => {
      first.call();
      second.call();
    };
    return { call, results: () => [...first.results(), ...second.results()] };
  },
  value: (lw, _, { op }, { x, target }) => {
    const call = target === undefined ? () => lw[op](x) : () => lw[op](x, target);
    return { call, results: () => [[call()]] };
  },
  valueAndGrad: (lw, own, { op }, { x, target }) => {
    const given = { out: own(lw.zeros(x.shape)) };
    const call = target === undefined ? () => lw[op].valueAndGrad(x, given) : () => lw[op].valueAndGrad(x, target, given);
    return { call, results: () => [[call().value], given.out] };
  },
};

/** @returns {import("../peers/index.mjs").Peer} */
export function ours(name, lw) {
  const prepare = (problem) => {
    const made = [];
    const own = (tensor) => {
      made.push(tensor);
      return tensor;
    };
    // Class indices stay what they are.
    const tensorOf = (input, data) => (data instanceof Int32Array ? data : own(lw.tensor(data, problem.shapes[input])));
    const inputs = Object.fromEntries(Object.entries(problem.inputs).map(([input, data]) => [input, tensorOf(input, data)]));
    const { call, results } = PASSES[problem.pass](lw, own, problem, inputs);
    const read = () => results().map((each) => each.data ?? each);
    const dispose = () => {
      for (const tensor of made) tensor.dispose();
    };
    return { call, read, dispose };
  };
  return { name, version: lw.info.simd, prepare };
}
