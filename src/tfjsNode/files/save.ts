// Writes a model: model.json, and its weights beside it.

import { io } from "@tensorflow/tfjs";
import { codeOf, fs, path } from "../node.js";
import { PIECE } from "./weights.js";

const WEIGHTS = "weights.bin";
const MODEL = "model.json";

/** What of a model's description is written as it is. */
const KEPT = [
  "format",
  "generatedBy",
  "convertedBy",
  "trainingConfig",
  "signature",
  "userDefinedMetadata",
  "modelInitializer",
  "initializerSignature",
] as const satisfies readonly (keyof io.ModelArtifacts)[];

/** @param folder made where there is none */
export async function saveModel(artifacts: io.ModelArtifacts, folder: string): Promise<io.SaveResult> {
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new Error("file:// does not support saving a model topology in binary format");
  }
  await makeFolder(folder);
  const { modelTopology, weightSpecs, weightData } = artifacts;
  // The weights first: whoever finds the new description finds all that it names.
  if (weightData) await writeWeights(path.join(folder, WEIGHTS), weightData);
  const kept = KEPT.filter((name) => artifacts[name] !== undefined).map((name) => [name, artifacts[name]]);
  const description = {
    modelTopology,
    ...Object.fromEntries(kept),
    ...(weightSpecs && { weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }] }),
  };
  await fs.promises.writeFile(path.join(folder, MODEL), JSON.stringify(description));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.promises.mkdir(folder, { recursive: true });
  } catch (error) {
    if (codeOf(error) !== "EEXIST" && codeOf(error) !== "ENOTDIR") throw error;
    throw new Error(`Path ${folder} exists as a file. The path must be nonexistent or point to a directory.`, { cause: error });
  }
}

async function writeWeights(file: string, data: io.WeightData): Promise<void> {
  const handle = await fs.promises.open(file, "w");
  try {
    for (const buffer of Array.isArray(data) ? data : [data]) {
      const bytes = new Uint8Array(buffer);
      for (let at = 0; at < bytes.length; ) {
        at += (await handle.write(bytes, at, Math.min(PIECE, bytes.length - at))).bytesWritten;
      }
    }
  } finally {
    await handle.close();
  }
}
