// The Gaussian's upper tail Φ(−a) = ½ erfc(a / √2) in float64, and what gelu′ needs of it. Math has no erf.

// (1 + a) Φ(−a) e^(a²/2) as a polynomial in t = (a − 5) / (a + 5), a ≥ 0: relative error 4e-16 against mpmath (60 digits, 4000
// points up to 1000); interpolated at 24 Chebyshev points, after Shepherd and Laframboise, Math. Comp. 36 (1981).
const MILLS = [
  0.46151582985003775, -0.09155228183400893, 0.03103036842596369, 0.010002352385220747, -0.02640104296630763, 0.02453696324390185,
  -0.015170415402525146, 0.006522000665119207, -0.0016760723444742157, 7.79161509574746e-6, 0.00018233414474988366,
  -5.3607652870422455e-5, -9.896096712884405e-6, 9.060011716331426e-6, -7.034836922558877e-8, -1.3077682743993349e-6,
  1.278804945396261e-7, 1.9663442631364518e-7, -2.6287875968778985e-8, -3.120147211147667e-8, 3.6280682399194867e-9,
  4.500725392479864e-9, -2.8233272215141205e-10, -3.9886338590692045e-10,
];

/** 1 / √(2π) */
const PEAK = 0.3989422804014327;

/** Φ(−a) e^(a²/2) for a ≥ 0: between ½ and 0, and never lost. */
export function millsRatio(a: number): number {
  const t = a > 1e9 ? 1 : (a - 5) / (a + 5);
  let p = 0;
  for (let k = MILLS.length - 1; k >= 0; k--) p = p * t + (MILLS[k] as number);
  return p / (1 + a);
}

/** e^(−a²/2), 0 at ∞. */
const bell = (a: number) => Math.exp(-0.5 * a * a);

/** Φ(−a) for a ≥ 0, with full relative accuracy far out. */
export function upperTail(a: number): number {
  return millsRatio(a) * bell(a);
}

// The root a₀ of Φ(−a) − a φ(a) as a sum of two doubles; mpmath, 40 digits: 0.75179152469356445746…
const ROOT = 0.7517915246935645;
const ROOT_REST = -1.4956759177009883e-17;

/**
 * Taylor coefficients of m(a) − a φ(0) at a₀, m = millsRatio, from m′ = a m − φ(0), so that m⁽ⁿ⁺¹⁾ = a m⁽ⁿ⁾ + n m⁽ⁿ⁻¹⁾, and
 * m(a₀) = a₀ φ(0).
 */
const BESIDE_ROOT = (() => {
  const coefficients: number[] = [0];
  let [previous, derivative, factorial] = [ROOT * PEAK, ROOT * ROOT * PEAK - PEAK, 1];
  for (let n = 1; n < 20; n++) {
    factorial *= n;
    coefficients.push((n === 1 ? derivative - PEAK : derivative) / factorial);
    [previous, derivative] = [derivative, ROOT * derivative + n * previous];
  }
  return coefficients;
})();

/** Φ(−a) − a φ(a) for a ≥ 0, beside its root from a series that has it as a factor. */
export function tailMinusSlope(a: number): number {
  const y = a - ROOT - ROOT_REST;
  if (Math.abs(y) > 0.25) return a > 40 ? 0 : bell(a) * (millsRatio(a) - a * PEAK);
  let sum = 0;
  for (let n = BESIDE_ROOT.length - 1; n >= 0; n--) sum = sum * y + (BESIDE_ROOT[n] as number);
  return bell(a) * sum;
}
