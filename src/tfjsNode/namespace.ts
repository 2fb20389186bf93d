// tf.node: what only Node can do.

import { decodeBmp, decodeGif, decodeImage, decodeJpeg, decodePng } from "./images/decode.js";
import { encodeJpeg, encodePng } from "./images/encode.js";
import { getMetaGraphsFromSavedModel, getNumOfSavedModels, loadSavedModel } from "./savedModel.js";
import { tensorBoard } from "./summaries/callback.js";
import { summaryFileWriter } from "./summaries/writer.js";

export const node = {
  decodeImage,
  decodeBmp,
  decodeGif,
  decodePng,
  decodeJpeg,
  encodeJpeg,
  encodePng,
  summaryFileWriter,
  tensorBoard,
  getMetaGraphsFromSavedModel,
  getNumOfSavedModels,
  loadSavedModel,
};
