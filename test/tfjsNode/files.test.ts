// file:// as tfjs-node has it: what others wrote is read, what is written is read by others, and what is wrong is told.

import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { PIECE, readWeights, streamWeights, type WeightFile } from "../../src/tfjsNode/files/weights.js";
import * as tf from "../../src/tfjsNode/index.js";
import { GRAPH, GRAPH_INPUT, GRAPH_OUTPUT, LAYERS, LAYERS_INPUT, LAYERS_OUTPUT, makeFolder, writeAll } from "./models.js";

const layersModel = () => `file://${writeAll(makeFolder(), LAYERS)}/model.json`;
const graphModel = () => `file://${writeAll(makeFolder(), GRAPH)}/model.json`;

function predict(model: tf.LayersModel | tf.GraphModel, input: number[][]): number[] {
  return [...(model.predict(tf.tensor2d(input)) as tf.Tensor).dataSync()];
}

describe("a model of layers", () => {
  it("is loaded, shards and all", async () => {
    const fractions: number[] = [];
    const model = await tf.loadLayersModel(layersModel(), { onProgress: (fraction) => fractions.push(fraction) });
    expect(predict(model, LAYERS_INPUT)).toEqual(LAYERS_OUTPUT);
    expect(fractions.at(-1)).toBe(1);
    expect(model.getUserDefinedMetadata()).toEqual({ note: "by hand" });
  });

  it("is found by a relative path, and by an address with escapes", async () => {
    const folder = writeAll(join(makeFolder(), "a folder of 100 %"), LAYERS);
    const file = join(folder, "model.json");
    for (const address of [`file://${file}`, pathToFileURL(file).href, `file://./${relative(process.cwd(), file)}`]) {
      expect(predict(await tf.loadLayersModel(address), LAYERS_INPUT)).toEqual(LAYERS_OUTPUT);
    }
    expect(predict(await tf.loadLayersModel(tf.io.fileSystem(file)), LAYERS_INPUT)).toEqual(LAYERS_OUTPUT);
  });

  it("is saved with its training, into folders that are made, and loaded again", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: "tanh" })] });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    await model.fit(tf.ones([8, 4]), tf.zeros([8, 3]), { verbose: 0 });
    model.setUserDefinedMetadata({ epochs: 1 });
    const folder = join(makeFolder(), "not/yet/there");
    const result = await model.save(`file://${folder}`);
    expect(result.modelArtifactsInfo).toMatchObject({ modelTopologyType: "JSON", weightDataBytes: 60 });
    await model.save(`file://${folder}`, { includeOptimizer: true });
    const again = await tf.loadLayersModel(`file://${folder}/model.json`);
    const input = [[1, -2, 0.5, 3]];
    expect(predict(again, input)).toEqual(predict(model, input));
    expect(again.getUserDefinedMetadata()).toEqual({ epochs: 1 });
    expect(again.optimizer.getClassName()).toBe("Adam");
  });

  it("that was saved is read by TensorFlow.js's own handler", async () => {
    const model = await tf.loadLayersModel(layersModel());
    const folder = makeFolder();
    await model.save(`file://${folder}`);
    const description = JSON.parse(readFileSync(join(folder, "model.json"), "utf8"));
    expect(Object.keys(description)).toEqual(
      expect.arrayContaining(["modelTopology", "format", "generatedBy", "convertedBy", "weightsManifest"]),
    );
    const fetchFunc = (async (url: string) => new Response(readFileSync(join(folder, url.replace(/.*\//, ""))))) as typeof fetch;
    const artifacts = await tf.io.http("http://here/model.json", { fetchFunc }).load?.();
    const again = await tf.loadLayersModel(tf.io.fromMemory(artifacts as tf.io.ModelArtifacts));
    expect(predict(again, LAYERS_INPUT)).toEqual(LAYERS_OUTPUT);
  });
});

describe("a graph model", () => {
  it.each([false, true])("is loaded, quantized weights and all; as a stream: %s", async (streamWeights) => {
    const model = await tf.loadGraphModel(graphModel(), { streamWeights });
    expect(predict(model, GRAPH_INPUT)).toEqual(GRAPH_OUTPUT);
  });

  it("is saved and loaded again", async () => {
    const model = await tf.loadGraphModel(graphModel());
    const folder = makeFolder();
    await model.save(`file://${folder}`);
    expect(predict(await tf.loadGraphModel(`file://${folder}/model.json`), GRAPH_INPUT)).toEqual(GRAPH_OUTPUT);
  });

  it("in two files gives its topology and weights", async () => {
    const { weightsManifest } = GRAPH["model.json"];
    const folder = writeAll(makeFolder(), {
      ...GRAPH,
      "graph.pb": Uint8Array.of(1, 2, 3),
      "weights_manifest.json": weightsManifest,
    });
    const paths = [`file://${folder}/graph.pb`, `file://${folder}/weights_manifest.json`];
    const [handler] = tf.io.getLoadHandlers(paths);
    const artifacts = (await (handler as tf.io.IOHandler).load?.()) as tf.io.ModelArtifacts;
    expect([...(artifacts.modelTopology as Uint8Array)]).toEqual([1, 2, 3]);
    expect(new Uint8Array(artifacts.weightData as ArrayBuffer)).toEqual(GRAPH["weights/group1-shard1of1.bin"]);
    expect(artifacts.weightSpecs).toEqual(weightsManifest[0]?.weights);
  });
});

describe("weights that are large", () => {
  /** Two files of holes, the first of them two pieces and a bit, with bytes that tell where they were read. */
  function writeLarge(): { files: WeightFile[]; marks: [at: number, value: number][] } {
    const sizes = [2 * PIECE + 3, 5];
    const files = sizes.map((size, i) => ({ file: join(makeFolder(), `${i}.bin`), size }));
    for (const { file, size } of files) {
      writeFileSync(file, "");
      truncateSync(file, size);
    }
    const [first, second] = files as [WeightFile, WeightFile];
    const marks: [number, number][] = [0, PIECE - 1, PIECE, 2 * PIECE, 2 * PIECE + 2].map((at, i) => [at, i + 1]);
    const handle = openSync(first.file, "r+");
    for (const [at, value] of marks) writeSync(handle, Uint8Array.of(value), 0, 1, at);
    closeSync(handle);
    writeFileSync(second.file, Uint8Array.of(9, 8, 7, 6, 5));
    return { files, marks: [...marks, [first.size, 9], [first.size + 4, 5]] };
  }

  it("are read in pieces, whatever the files, and streamed, to the same bytes as at once", async () => {
    const { files, marks } = writeLarge();
    const whole = new Uint8Array((await readWeights({ files })) as ArrayBuffer);
    expect(whole.length).toBe(2 * PIECE + 8);
    const streamed: ArrayBuffer[] = [];
    for await (const piece of streamWeights({ files }) as unknown as AsyncIterable<ArrayBuffer>) streamed.push(piece);
    const pieces = (await readWeights({ files }, undefined, PIECE)) as ArrayBuffer[];
    for (const parts of [pieces, streamed]) {
      expect(parts.map(({ byteLength }) => byteLength)).toEqual([PIECE, PIECE, 8]);
      const composite = new tf.io.CompositeArrayBuffer(parts);
      for (const [at, value] of marks) expect(new Uint8Array(composite.slice(at, at + 1))[0], String(at)).toBe(value);
    }
    for (const [at, value] of marks) expect(whole[at], String(at)).toBe(value);
  });
});

describe("wrong input", () => {
  const load = (folder: string, name = "model.json") => tf.loadLayersModel(`file://${join(folder, name)}`);

  it("names a model that is not there", async () => {
    await expect(load("/no/such/folder")).rejects.toThrow("Path /no/such/folder/model.json does not exist: loading failed");
  });

  it("refuses a folder", async () => {
    await expect(load(makeFolder(), ".")).rejects.toThrow(/must be a file/);
  });

  it("names a weight file that is not there", async () => {
    const folder = writeAll(makeFolder(), LAYERS);
    rmSync(join(folder, "group1-shard2of2.bin"));
    await expect(load(folder)).rejects.toThrow(`Weight file ${folder}/group1-shard2of2.bin does not exist: loading failed`);
  });

  it.each(["float32", "uint8"])("tells of weights that are cut short: %s", async (type) => {
    const [model, file] = type === "float32" ? [LAYERS, "group1-shard2of2.bin"] : [GRAPH, "weights/group1-shard1of1.bin"];
    const folder = writeAll(makeFolder(), model);
    truncateSync(join(folder, file), 3);
    const [size, expected] = type === "float32" ? [15, 24] : [3, 4];
    const message = new RegExp(`cut short: .*${file}.* have ${size} bytes, but .*model.json needs ${expected}`);
    await expect(load(folder)).rejects.toThrow(message);
    await expect(tf.loadGraphModel(`file://${folder}/model.json`, { streamWeights: true })).rejects.toThrow(message);
  });

  it("names a model.json that is cut short, or something else", async () => {
    const folder = writeAll(makeFolder(), { "model.json": '{"modelTopology": ', "package.json": { name: "else" } });
    await expect(load(folder)).rejects.toThrow(`${folder}/model.json is no JSON, or cut short`);
    await expect(load(folder, "package.json")).rejects.toThrow("is no model of TensorFlow.js");
  });

  it("refuses to save where a file is, or to several paths", async () => {
    const model = await tf.loadLayersModel(layersModel());
    const file = join(makeFolder(), "file");
    writeFileSync(file, "x");
    await expect(model.save(`file://${file}`)).rejects.toThrow(`Path ${file} exists as a file`);
    await expect(model.save(`file://${file}/below`)).rejects.toThrow("exists as a file");
    await expect(model.save(tf.io.fileSystem(["a", "b"]))).rejects.toThrow("Cannot perform saving to multiple paths");
    expect(() => tf.io.fileSystem(["a"])).toThrow("file paths must have a length of 2, (actual length is 1)");
    expect(existsSync("a")).toBe(false);
  });

  it("leaves other addresses to others", () => {
    for (const url of ["http://x/model.json", "indexeddb://x"]) {
      expect(tf.io.getLoadHandlers(url).every((each) => each.constructor.name !== "FileSystem")).toBe(true);
    }
    expect(tf.io.getLoadHandlers(["file://a", "http://b"]).every((each) => each.constructor.name !== "FileSystem")).toBe(true);
  });
});
