// Reads a model: what its JSON says, and the weights that this names.

import type { io } from "@tensorflow/tfjs";
import { fs } from "../node.js";
import { findWeights, missing, readWeights, streamWeights } from "./weights.js";

type Manifest = io.WeightsManifestConfig;

/** @param file model.json of TensorFlow.js or its converter */
export async function loadModel(file: string, options: io.LoadOptions): Promise<io.ModelArtifacts> {
  const { isFile } = await kindOf(file, "Path");
  if (!isFile) {
    throw new Error(`The path to load from must be a file, but ${file} is not. Loading from a directory is not supported.`);
  }
  const { weightsManifest, ...description } = (await readJson(file)) as Partial<io.ModelJSON>;
  if (!description.modelTopology && !weightsManifest) {
    throw new Error(`${file} has neither modelTopology nor weightsManifest: it is no model of TensorFlow.js`);
  }
  return { ...description, ...(weightsManifest && (await weightsOf(weightsManifest, file, options))) };
}

/** A graph in the converter's older form: its topology as a protocol buffer, and a manifest of its weights. */
export async function loadBinaryModel(
  topologyFile: string,
  manifestFile: string,
  options: io.LoadOptions,
): Promise<io.ModelArtifacts> {
  const [topology, manifest] = await Promise.all([
    kindOf(topologyFile, "Topology Path"),
    kindOf(manifestFile, "Weight Manifest Path"),
  ]);
  if (!topology.isFile) throw new Error("File specified for topology is not a file!");
  if (!manifest.isFile) throw new Error("File specified for the weight manifest is not a file!");
  const modelTopology = await fs.promises.readFile(topologyFile);
  return { modelTopology, ...(await weightsOf((await readJson(manifestFile)) as Manifest, manifestFile, options)) };
}

async function weightsOf(manifest: Manifest, file: string, options: io.LoadOptions): Promise<io.ModelArtifacts> {
  const weights = await findWeights(manifest, file);
  const weightSpecs = weights.specs;
  return options.streamWeights
    ? { weightSpecs, getWeightStream: () => streamWeights(weights, options.onProgress) }
    : { weightSpecs, weightData: await readWeights(weights, options.onProgress) };
}

async function kindOf(file: string, name: string): Promise<{ isFile: boolean }> {
  return { isFile: (await fs.promises.stat(file).catch(missing(name))).isFile() };
}

async function readJson(file: string): Promise<unknown> {
  const text = await fs.promises.readFile(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON, or cut short: ${(error as Error).message}`, { cause: error });
  }
}
