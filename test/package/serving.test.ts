// examples/serving, with the packed library: every request gets its answer, and nothing is held that was made for one.

import { cpSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Consumer } from "./consumer.js";
import { tool } from "./tools.js";

const express = tool("express");

describe.skipIf(!express)("examples/serving", () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await Consumer.install();
    cpSync(fileURLToPath(new URL("../../examples/serving", import.meta.url)), consumer.path("serving"), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    symlinkSync(express as string, consumer.path("node_modules/express"), "dir");
    const own = fileURLToPath(new URL("../../node_modules/@tensorflow", import.meta.url));
    symlinkSync(own, consumer.path("node_modules/@tensorflow"), "dir");
  });

  it.each([
    ["over HTTP, by threads", "serving/load.mjs"],
    ["from a queue, by processes of which one is killed on the way", "serving/queue/load.mjs"],
  ])("answers under load %s", async (_, file) => {
    const { code, text } = await consumer.run(process.execPath, [file, "--requests", "500"]);
    expect(text).toContain("500 right answers, 0 wrong or lost");
    expect(text).toMatch(/p50 [\d.]+ ms, p99 [\d.]+ ms/);
    const [, last = "", early = ""] = /tensors in each: ([\d ]+), a tenth of the way ([\d ]+)/.exec(text) ?? [];
    expect(last.split(" ")).toHaveLength(2);
    expect(last).toBe(early);
    expect(code, text).toBe(0);
  });

  it("loses no answer with the thread that had it", async () => {
    consumer.write(
      "serving/losing.mjs",
      `import { writeModel, answerTo, INPUTS } from "./model.mjs";
      import { Pool } from "./pool.mjs";
      await writeModel("./losing");
      const pool = await Pool.open({ model: "file://./losing/model.json", threads: 2 });
      const inputs = Array.from({ length: 300 }, (_, i) => Array(INPUTS).fill(i));
      const answers = Promise.all(inputs.map((input) => pool.predict(input)));
      await pool.endOne();
      const right = (await answers).filter((output, i) => output.every((each, j) => Math.abs(each - answerTo(inputs[i])[j]) < 1e-2));
      console.log(right.length, "right");
      await pool.close();`,
    );
    expect((await consumer.run(process.execPath, ["serving/losing.mjs"])).text).toContain("300 right");
  });
});
