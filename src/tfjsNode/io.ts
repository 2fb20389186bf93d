// tf.io, with files; and with its types, which a constant of its name would hide.

import * as tf from "@tensorflow/tfjs";
import { fileSystem } from "./files/fileSystem.js";

export const io: typeof tf.io & { readonly fileSystem: typeof fileSystem } = { ...tf.io, fileSystem };

export declare namespace io {
  type IOHandler = tf.io.IOHandler;
  type IOHandlerSync = tf.io.IOHandlerSync;
  type LoadHandler = tf.io.LoadHandler;
  type LoadOptions = tf.io.LoadOptions;
  type ModelArtifacts = tf.io.ModelArtifacts;
  type ModelArtifactsInfo = tf.io.ModelArtifactsInfo;
  type ModelJSON = tf.io.ModelJSON;
  type ModelStoreManager = tf.io.ModelStoreManager;
  type OnProgressCallback = tf.io.OnProgressCallback;
  type RequestDetails = tf.io.RequestDetails;
  type SaveConfig = tf.io.SaveConfig;
  type SaveHandler = tf.io.SaveHandler;
  type SaveResult = tf.io.SaveResult;
  type TrainingConfig = tf.io.TrainingConfig;
  type WeightData = tf.io.WeightData;
  type WeightGroup = tf.io.WeightGroup;
  type WeightsManifestConfig = tf.io.WeightsManifestConfig;
  type WeightsManifestEntry = tf.io.WeightsManifestEntry;
}
