// Equal inputs give equal bits wherever they stand: at every length, beside every neighbour, in every lane and block.

import { describe, expect, it } from "vitest";
import { bell, LENGTHS, memo, SPECIALS, uniform } from "../inputs.js";
import { firstDifference } from "../judge.js";
import { eachSubject, named, specsOf, subjects } from "../subjects.js";
import { targetsFor, withinDomain } from "./calls.js";

/** A prime, so that the pattern meets every lane, unrolling and block edge at another point. */
const PERIOD = 97;
const pattern = Float32Array.from([...SPECIALS, ...uniform(PERIOD - SPECIALS.length, 41, -20, 20)]);
const upstream = bell(PERIOD, 42);
const cycle = (base: Float32Array, length: number, offset: number) =>
  Float32Array.from({ length }, (_, i) => base[(i + offset) % PERIOD] as number);

describe.each(named(specsOf("activation")))("%s", (name, spec) => {
  const methods = ["forward", "derivative", "backward", ...(spec.derivativeFromOutput ? ["backwardFromOutput"] : [])];

  eachSubject(subjects, (subject) => {
    it.each(methods)("%s", (method) => {
      const inputs = (length: number, offset: number) => {
        const x = memo(`x ${length} ${offset}`, () => cycle(pattern, length, offset));
        const dy = memo(`dy ${length} ${offset}`, () => cycle(upstream, length, offset));
        return method.startsWith("backward") ? [dy, x] : [x];
      };
      const alone = Float32Array.from({ length: PERIOD }, (_, i) => subject.numbers(name, method, inputs(1, i))[0] as number);
      for (const length of LENGTHS) {
        const got = subject.numbers(name, method, inputs(length, length % PERIOD));
        const expected = cycle(alone, length, length % PERIOD);
        const index = firstDifference(got, expected);
        expect(index, `length ${length}: [${index}] is ${got[index]}, alone it is ${expected[index]}`).toBe(-1);
      }
    });
  });
});

describe.each(named(specsOf("loss").filter((spec) => !spec.root)))("%s", (name, spec) => {
  const target = targetsFor(spec, PERIOD, 47);
  const prediction = withinDomain(spec, pattern);

  eachSubject(subjects, (subject) => {
    it.each([
      ["forward", "none"],
      ["grad", "sum"],
    ])("%s, reduction %s", (method, reduction) => {
      const call = (length: number, offset: number) =>
        subject.numbers(name, method, [cycle(prediction, length, offset), cycle(target, length, offset)], { reduction });
      const alone = Float32Array.from({ length: PERIOD }, (_, i) => call(1, i)[0] as number);
      for (const length of [4, 17, 31, 16385]) {
        expect(firstDifference(call(length, 3), cycle(alone, length, 3)), `length ${length}`).toBe(-1);
      }
    });
  });
});

describe.each(named(specsOf("row")))("%s", (name, spec) => {
  const methods = ["forward", "backward", ...(spec.backwardFromOutput ? ["backwardFromOutput"] : [])];
  const columns = 13;
  const rowCount = 1301;

  eachSubject(subjects, (subject) => {
    it.each(methods)("%s: equal rows", (method) => {
      const [x, dy] = [uniform(columns, 43, -5, 0), bell(columns, 44)];
      const repeat = (row: Float32Array, times: number) =>
        Float32Array.from({ length: row.length * times }, (_, i) => row[i % row.length] as number);
      const inputs = (rows: number) => {
        const upstreams = repeat(spec.reduces ? dy.subarray(0, 1) : dy, rows);
        return method === "forward" ? [repeat(x, rows)] : [upstreams, repeat(x, rows)];
      };
      const one = subject.numbers(name, method, inputs(1), { shape: [1, columns] });
      const many = subject.numbers(name, method, inputs(rowCount), { shape: [rowCount, columns] });
      expect(firstDifference(many, repeat(one, rowCount))).toBe(-1);
    });

    it.each(methods)("%s: the same row along every axis", (method) => {
      const [x, dy] = [uniform(columns, 45, -5, 0), bell(columns, 46)];
      const shapes = [
        [columns, 1, 1],
        [1, columns, 1],
        [1, 1, columns],
      ];
      const along = shapes.map((shape, axis) => {
        const upstreams = spec.reduces ? dy.subarray(0, 1) : dy;
        return subject.numbers(name, method, method === "forward" ? [x] : [upstreams, x], { shape, axis });
      });
      for (const each of along) expect(firstDifference(each, along[2] as Float32Array)).toBe(-1);
    });
  });
});
