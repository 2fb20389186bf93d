// Whether a result is right: near the reference's, leniently, since a peer may promise less than we do. It catches what is
// wrong, not what is rounded.

/** Relative to the element … */
const RELATIVE = 1e-3;
/** … and to the largest element, where terms cancel. */
const OF_LARGEST = 1e-6;

/**
 * @param {readonly ArrayLike<number>[]} expected
 * @param {readonly (ArrayLike<number> | undefined)[]} got undefined where there is none
 * @returns {string | undefined} what is wrong
 */
export function faultOf(expected, got) {
  if (got.length !== expected.length) return `gave ${got.length} results, expected ${expected.length}`;
  for (const [index, wanted] of expected.entries()) {
    const given = got[index];
    const fault = given && firstFault(wanted, given);
    if (fault) return fault;
  }
  return undefined;
}

function firstFault(wanted, given) {
  if (given.length !== wanted.length) return `gave ${given.length} numbers, expected ${wanted.length}`;
  let largest = 0;
  for (const each of wanted) if (Math.abs(each) > largest) largest = Math.abs(each);
  for (let i = 0; i < wanted.length; i++) {
    const allowed = RELATIVE * Math.abs(wanted[i]) + OF_LARGEST * largest;
    if (Math.abs(given[i] - wanted[i]) <= allowed || Object.is(given[i], wanted[i])) continue;
    return `[${i}] is ${given[i]}, expected ${wanted[i]}`;
  }
  return undefined;
}
