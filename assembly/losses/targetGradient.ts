// The sums and the gradient of a row's cross-entropy against a target for each class; see crossEntropy.ts for its form.

import { loadLanes, madd, nmadd, splat, storeLanes, storeNextLanes, stride, Term, zero } from "../lanes";
import { Row } from "../loops/rows";
import { KEPT_STEP } from "../rows/passes";

export class TargetShare {
  /** The effective target a = classWeight · (keep · y + spread); a weight of 0 leaves a NaN out. */
  @inline static of<T>(y: usize, classWeights: usize, keep: v128, spread: v128): v128 {
    const weight = loadLanes<T>(classWeights);
    return v128.andnot(v128.mul<T>(weight, madd<T>(keep, loadLanes<T>(y), spread)), v128.eq<T>(weight, zero()));
  }

  /** Whether class weights of 0 leave no effective target; of a class index, it has another `keep` there. */
  static areLeftOut(
    y: usize,
    yStep: usize,
    classWeights: usize,
    weightStep: usize,
    index: i32,
    columns: i32,
    keep: f64,
    spread: f64,
  ): bool {
    let hasZero = false;
    for (let c = 0; c < columns; c++) {
      const place = (<usize>c) << 2;
      const share = keep * (yStep ? <f64>load<f32>(y + place) : c == index ? 1 : 0) + spread;
      if (weightStep == 0 || load<f32>(classWeights + place) == 0) hasZero = weightStep != 0;
      else if (share != 0) return false;
    }
    return hasZero;
  }
}

/** Σ a and Σ a (m − x). */
@final
export class Targeted {
  apart(): void {}

  @inline first<T>(e: v128, difference: v128, y: usize, classWeights: usize, keep: v128, spread: v128): v128 {
    return TargetShare.of<T>(y, classWeights, keep, spread);
  }

  @inline second<T>(share: v128, difference: v128): v128 {
    return Term.unlessZero<T>(share, v128.mul<T>(share, v128.sub<T>(zero(), difference)), difference);
  }
}

@final
export class KeptTargeted {
  keep(): void {}
  apart(): void {}

  @inline first<T>(e: v128, difference: v128, y: usize, classWeights: usize, keep: v128, spread: v128): v128 {
    return changetype<Targeted>(0).first<T>(e, difference, y, classWeights, keep, spread);
  }

  @inline second<T>(share: v128, difference: v128): v128 {
    return changetype<Targeted>(0).second<T>(share, difference);
  }
}

export class TargetGradient {
  /**
   * factor · ((mass · e − a · unit) − a · unit · excess) of the exponentials e that were kept. Where one class has all of the mass
   * and dominates, both products are rounded alike, and what is missing to p = 1 remains.
   */
  static run<T>(
    kept: usize,
    y: usize,
    yStep: usize,
    classWeights: usize,
    weightStep: usize,
    out: usize,
    columns: i32,
    keep: f64,
    spread: f64,
    mass: f64,
    unit: f64,
    excess: f64,
    factor: f64,
  ): void {
    const lanes = <i32>stride<T>() >> 2;
    const vkeep = splat<T>(keep);
    const vspread = splat<T>(spread);
    const vmass = splat<T>(mass);
    const vunit = splat<T>(unit);
    const vexcess = splat<T>(excess);
    const vfactor = splat<T>(factor);
    let left = columns;
    for (; left >= lanes * 2; left -= lanes * 2) {
      const share0 = TargetShare.of<T>(y, classWeights, vkeep, vspread);
      const share1 = TargetShare.of<T>(y + yStep, classWeights + weightStep, vkeep, vspread);
      const value0 = TargetGradient.of<T>(kept, share0, vmass, vunit, vexcess, vfactor);
      const value1 = TargetGradient.of<T>(kept + KEPT_STEP, share1, vmass, vunit, vexcess, vfactor);
      storeLanes<T>(out, value0);
      storeNextLanes<T>(out, value1);
      kept += KEPT_STEP * 2;
      y += yStep * 2;
      classWeights += weightStep * 2;
      out += stride<T>() * 2;
    }
    for (; left > 0; left -= lanes) {
      const share = TargetShare.of<T>(y, classWeights, vkeep, vspread);
      Row.store<T>(out, TargetGradient.of<T>(kept, share, vmass, vunit, vexcess, vfactor), left);
      kept += KEPT_STEP;
      y += yStep;
      classWeights += weightStep;
      out += stride<T>();
    }
  }

  @inline static of<T>(kept: usize, share: v128, mass: v128, unit: v128, excess: v128, factor: v128): v128 {
    // Of float64 lanes the unit is 1.
    const scaled = sizeof<T>() == 4 ? v128.mul<T>(share, unit) : share;
    return v128.mul<T>(factor, nmadd<T>(scaled, excess, v128.sub<T>(v128.mul<T>(mass, v128.load(kept)), scaled)));
  }
}
