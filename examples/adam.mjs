// Adam (Kingma and Ba, 2015): steps of a size that does not depend on the scale of the gradient.

const DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * @param {readonly import("./layers.mjs").Parameter[]} parameters
 * @param {number} rate
 * @returns {() => void} one step along the gradients that the parameters hold
 */
export function makeAdam(parameters, rate) {
  const states = parameters.map((parameter) => ({
    parameter,
    mean: new Float64Array(parameter.value.size),
    square: new Float64Array(parameter.value.size),
  }));
  let steps = 0;
  return () => {
    steps++;
    // The moments start at 0; the correction undoes that bias.
    const scale = (rate * Math.sqrt(1 - SQUARE_DECAY ** steps)) / (1 - DECAY ** steps);
    for (const { parameter, mean, square } of states) {
      const values = parameter.value.data;
      const gradient = /** @type {import("lanewise").Tensor} */ (parameter.gradient).data;
      for (let i = 0; i < values.length; i++) {
        const g = Number(gradient[i]);
        const m = DECAY * Number(mean[i]) + (1 - DECAY) * g;
        const s = SQUARE_DECAY * Number(square[i]) + (1 - SQUARE_DECAY) * g * g;
        mean[i] = m;
        square[i] = s;
        values[i] = Number(values[i]) - (scale * m) / (Math.sqrt(s) + EPSILON);
      }
    }
  };
}
