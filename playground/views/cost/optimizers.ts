// Rules that turn a gradient into a step, by the formulas of PyTorch.

export type Rule = (gradient: readonly number[], rate: number) => number[];

const MOMENTUM = 0.9;
const EPSILON = 1e-8;

/** A rule with a memory of its own for each number. */
function elementwise<S>(first: () => S, step: (state: S, gradient: number, rate: number) => number): () => Rule {
  return () => {
    const states: S[] = [];
    return (gradient, rate) =>
      gradient.map((each, i) => {
        states[i] ??= first();
        return step(states[i] as S, each, rate);
      });
  };
}

export const optimizers: Readonly<Record<string, () => Rule>> = {
  "gradient descent": elementwise(
    () => undefined,
    (_, gradient, rate) => -rate * gradient,
  ),
  momentum: elementwise(
    () => ({ velocity: 0 }),
    (state, gradient, rate) => {
      state.velocity = MOMENTUM * state.velocity + gradient;
      return -rate * state.velocity;
    },
  ),
  nesterov: elementwise(
    () => ({ velocity: 0 }),
    (state, gradient, rate) => {
      state.velocity = MOMENTUM * state.velocity + gradient;
      return -rate * (gradient + MOMENTUM * state.velocity);
    },
  ),
  adagrad: elementwise(
    () => ({ sum: 0 }),
    (state, gradient, rate) => {
      state.sum += gradient ** 2;
      return (-rate * gradient) / (Math.sqrt(state.sum) + EPSILON);
    },
  ),
  rmsProp: elementwise(
    () => ({ square: 0 }),
    (state, gradient, rate) => {
      state.square = 0.99 * state.square + 0.01 * gradient ** 2;
      return (-rate * gradient) / (Math.sqrt(state.square) + EPSILON);
    },
  ),
  adam: elementwise(
    () => ({ mean: 0, square: 0, steps: 0 }),
    (state, gradient, rate) => {
      state.steps++;
      state.mean = 0.9 * state.mean + 0.1 * gradient;
      state.square = 0.999 * state.square + 0.001 * gradient ** 2;
      const size = Math.sqrt(state.square / (1 - 0.999 ** state.steps)) + EPSILON;
      return (-rate * state.mean) / (1 - 0.9 ** state.steps) / size;
    },
  ),
};
