// Little memory: the least that may be asked for suffices for every op, and where the system grants less than WebAssembly wants,
// there is still a library, which says what it has become.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import { LEAST_BYTES } from "../../src/runtime/storage.js";
import { functionOf, namedCallsOf, specs } from "../api/arguments.js";
import { inputShapes } from "../operandShapes.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the least of memory", async () => {
  const usual = await load();
  const least = await load({ memory: { maximumBytes: LEAST_BYTES } });
  const { usedBytes } = least.memory();

  it("is what was asked for", () => {
    expect(least.info).toEqual(usual.info);
    expect(least.memory().maximumBytes).toBe(LEAST_BYTES);
  });

  it.each(specs.map((spec) => [spec.name, spec] as const))("suffices for %s, with arrays longer than a block too", (_, spec) => {
    const calls = [
      ...namedCallsOf(spec),
      ...namedCallsOf(spec, BLOCK_ELEMENTS / 8 + 3, 8).filter(({ options }) => options.axis !== 0),
    ];
    for (const call of calls) {
      const results = [usual, least].map((lw) => functionOf(lw, call)(...call.inputs, call.options));
      expect(results[1], call.title).toEqual(results[0]);
    }
    // Tensors take room of their own.
    for (const call of namedCallsOf(spec)) {
      least.scope(() => {
        const { options, inputs } = call;
        const shapes = inputShapes(spec, call);
        const tensors = inputs.map((each, i) => (each instanceof Float32Array ? least.tensor(each, shapes[i]) : each));
        expect(() => functionOf(least, call)(...tensors, options), call.title).not.toThrow();
      });
    }
    expect(least.memory().tensors).toBe(0);
  });

  it("is given back", () => {
    expect(least.memory().usedBytes - usedBytes).toBeLessThan(LEAST_BYTES / 4);
  });
});

const LOADS = {
  lanewise: `require("lanewise").load({ threads: 2 }).then(report)`,
  "lanewise, with little memory": `require("lanewise").load({ memory: { maximumBytes: 2 ** 24 } }).then(report)`,
  "lanewise/sync": `report(require("lanewise/sync").loadSync())`,
};

/** Needs what Windows and macOS have not. */
describe.runIf(process.platform === "linux")("a limit of address space", () => {
  /** Runs a program in kilobytes of address space. @returns what it printed */
  function within(kilobytes: number, program: string, flags: readonly string[] = []): string {
    const node = [process.execPath, ...flags].map((each) => `'${each}'`).join(" ");
    return execFileSync("bash", ["-c", `ulimit -v ${kilobytes}; exec ${node} -e "$PROGRAM"`], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "", PROGRAM: program },
    }).trim();
  }
  const report = `async function report(lw) {
    const y = [...lw.relu(lw.tensor([-2, 3])).data, ...lw.relu([-1, 5]), lw.meanSquaredError([1, 3], [1, 1])].join();
    console.log(y, lw.info.backend, lw.info.reason);
    await lw.close();
  };`;

  describe.each(Object.entries(LOADS))("%s", (_, program) => {
    it.each([1_500_000, 3_000_000, 8_000_000])("of %d kB leaves a library that computes", (kilobytes) => {
      const [y, backend, ...reason] = within(kilobytes, report + program).split(" ");
      expect(y).toBe("0,3,0,5,2");
      if (backend === "reference") expect(reason.join(" ")).toMatch(/WebAssembly could not be started: .*memory/);
    });

    it.each([1_500_000, 3_000_000, 5_000_000, 8_000_000])("of %d kB lets kernels run that check their bounds", (kilobytes) => {
      const output = within(kilobytes, report + program, ["--disable-wasm-trap-handler"]);
      expect(output).toMatch(/^0,3,0,5,2 wasm/);
    });
  });

  it("refuses where the kernels are insisted on, and the engine grants them no memory", () => {
    const insisting = `require("lanewise").load({ backend: "wasm" }).then(report, ({ message }) => console.log(message))`;
    // Node 20 grants none here, Node 24 does.
    const [, backend] = within(1_500_000, `${report}require("lanewise").load().then(report)`).split(" ");
    const expected = backend === "reference" ? /^load: .*memory.*--disable-wasm-trap-handler/ : /^0,3,0,5,2 wasm/;
    expect(within(1_500_000, report + insisting)).toMatch(expected);
  });

  it("leaves room for one memory of TensorFlow.js's, or an error that says why there is none", () => {
    const program = `
      const tf = require("@tensorflow/tfjs-core");
      require("@tensorflow/tfjs-backend-cpu");
      require("lanewise/tfjs").registerBackend().then(() => tf.setBackend("lanewise")).then(
        () => console.log(tf.getBackend(), tf.relu([-2, 3]).dataSync().join()),
        ({ message }) => console.log(message),
      );`;
    expect(within(3_000_000, program, ["--disable-wasm-trap-handler"])).toBe("lanewise 0,3");
    expect(within(16_000_000, program)).toBe("lanewise 0,3");
    expect(within(3_000_000, program)).toMatch(/^lanewise 0,3$|memory.*--disable-wasm-trap-handler/);
  });
});
