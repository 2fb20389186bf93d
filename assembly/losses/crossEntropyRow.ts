// One row's cross-entropy of logits; crossEntropy.ts has its form.

import { Plain, Row } from "../loops/rows";
import { Apart, Exponentials, KeptApart } from "../rows/exponentials";
import { MOST, Origin } from "../rows/origins";
import { KEPT_STEP, KeptScaled } from "../rows/passes";
import { KeptTargeted, Targeted, TargetGradient, TargetShare } from "./targetGradient";
import { weigh } from "./weigh";

export class CrossEntropyRow {
  /** One row against one class of this weight. The gradient, if wanted, is multiplied by `scale`. */
  static ofClass<T>(
    x: usize,
    index: i32,
    weight: f64,
    scale: f64,
    wantsGradient: bool,
    out: usize,
    columns: i32,
    scratch: usize,
  ): f64 {
    const place = (<usize>index) << 2;
    const atTarget = <f64>load<f32>(x + place);
    const maximum = Row.maximum<Plain>(x, columns);
    const factor = weight * scale;
    const kept = Exponentials.place(out, x, scratch);
    if (wantsGradient) {
      Exponentials.sum<T, Plain, KeptApart>(x, kept, 0, 0, 0, 0, columns, maximum, Origin.upFor(factor), 0, 0);
    } else Exponentials.sum<T, Plain, Apart>(x, 0, 0, 0, 0, 0, columns, maximum, MOST, 0, 0);
    const total = Exponentials.total(maximum);
    const excess = Exponentials.preciseExcess<T, Plain>(x, columns, maximum);
    if (wantsGradient) {
      const e = Exponentials.keptAt<T>(kept, index);
      Row.map<T, KeptScaled>(0, 0, 0, kept, KEPT_STEP, out, columns, factor / total, 0, 0);
      const rest = atTarget == maximum ? Exponentials.others() / Exponentials.total(maximum) : (total - e) / total;
      store<f32>(out + place, <f32>(-factor * rest));
    }
    return Number.isNaN(total) ? NaN : weight * (Math.log1p(excess) + (maximum - atTarget));
  }

  /** One row against a target for each class: keep · y + spread, and another `keep` for the class `index` unless that is −1. */
  static ofTargets<T>(
    x: usize,
    y: usize,
    yStep: usize,
    classWeights: usize,
    weightStep: usize,
    index: i32,
    keep: f64,
    spread: f64,
    scale: f64,
    largest: f64,
    wantsGradient: bool,
    out: usize,
    columns: i32,
    scratch: usize,
  ): f64 {
    const place = (<usize>index) << 2;
    const atTarget = index < 0 ? 0 : <f64>load<f32>(x + place);
    const classWeight = index < 0 ? 0 : <f64>load<f32>(weightStep ? classWeights + place : classWeights);
    const maximum = Row.maximum<Plain>(x, columns);
    const kept = Exponentials.place(out, x, scratch);
    let up = sizeof<T>() == 8 ? 0 : Origin.upWithin(scale * largest, largest);
    if (wantsGradient) {
      Exponentials.sum<T, Plain, KeptTargeted>(x, kept, y, yStep, classWeights, weightStep, columns, maximum, up, keep, spread);
    } else {
      Exponentials.sum<T, Plain, Targeted>(x, 0, y, yStep, classWeights, weightStep, columns, maximum, MOST, keep, spread);
    }
    const mass = Exponentials.first() + classWeight * keep;
    const distance = Exponentials.second() + (index < 0 ? 0 : weigh(classWeight * keep, maximum - atTarget));
    const upForMass = sizeof<T>() == 8 ? 0 : Origin.upWithin(scale * mass, max<f64>(Math.abs(mass), largest));
    if (sizeof<T>() == 4 && wantsGradient && upForMass > up) {
      // Targets that sum to more than 1.
      up = upForMass;
      Exponentials.sum<T, Plain, KeptTargeted>(x, kept, y, yStep, classWeights, weightStep, columns, maximum, up, keep, spread);
    }
    const unit = Exponentials.unit();
    const total = Exponentials.total(maximum) / unit;
    if (Number.isNaN(total) && TargetShare.areLeftOut(y, yStep, classWeights, weightStep, index, columns, keep, spread)) {
      if (wantsGradient) memory.fill(out, 0, (<usize>columns) << 2);
      return 0;
    }
    const excess = Exponentials.preciseExcess<T, Plain>(x, columns, maximum);
    if (wantsGradient) {
      const e = index < 0 ? 0 : Exponentials.keptAt<T>(kept, index) / unit;
      const factor = scale / total;
      TargetGradient.run<T>(
        kept,
        y,
        yStep,
        classWeights,
        weightStep,
        out,
        columns,
        keep,
        spread,
        mass,
        unit,
        excess,
        factor / unit,
      );
      if (index >= 0) {
        const share = classWeight * (keep + spread);
        store<f32>(out + place, <f32>(factor * (mass * e - share - share * excess)));
      }
    }
    return Number.isNaN(total) ? NaN : mass * Math.log1p(excess) + distance;
  }
}
