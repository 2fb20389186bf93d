// file:// for tf.loadLayersModel, tf.loadGraphModel and model.save, as tfjs-node has it.

import type { io } from "@tensorflow/tfjs";
import { fs, path } from "../node.js";
import { loadBinaryModel, loadModel } from "./load.js";
import { saveModel } from "./save.js";

const SCHEME = "file://";

export class FileSystem implements io.IOHandler {
  readonly #paths: readonly string[];
  readonly #isPair: boolean;
  readonly #options: io.LoadOptions;

  /** Made by fileSystem(). */
  constructor(paths: string | readonly string[], options: io.LoadOptions = {}) {
    this.#isPair = typeof paths !== "string";
    this.#paths = [paths].flat();
    this.#options = options;
    if (this.#isPair && this.#paths.length !== 2) {
      throw new Error(`file paths must have a length of 2, (actual length is ${this.#paths.length}).`);
    }
  }

  async save(artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
    if (this.#isPair) throw new Error("Cannot perform saving to multiple paths.");
    return saveModel(artifacts, path.resolve(this.#paths[0] as string));
  }

  async load(): Promise<io.ModelArtifacts> {
    const [first, second] = this.#paths.map(existing) as [string, string];
    return this.#isPair ? loadBinaryModel(first, second, this.#options) : loadModel(first, this.#options);
  }
}

/** Addresses made by pathToFileURL escape spaces and the like; tfjs-node took all as it stood, and so do we where that exists. */
function existing(given: string): string {
  if (given.includes("%") && !fs.existsSync(given)) {
    try {
      return path.resolve(decodeURIComponent(given));
    } catch {
      // No escapes after all.
    }
  }
  return path.resolve(given);
}

/**
 * A handler for models in files.
 * @param paths to load: model.json, or the pair of a graph's .pb file and its weights manifest; to save: a folder
 */
export function fileSystem(paths: string | readonly string[], options?: io.LoadOptions): FileSystem {
  return new FileSystem(paths, options);
}

/** What TensorFlow.js asks for a handler of addresses, and gets one from where they are files. */
export function fileSystemRouter(urls: string | string[], options?: io.LoadOptions): io.IOHandler {
  const all = [urls].flat();
  const isOurs = all.length > 0 && all.every((url) => typeof url === "string" && url.startsWith(SCHEME));
  // TensorFlow.js takes null for no, which its types do not say.
  if (!isOurs) return null as unknown as io.IOHandler;
  const paths = all.map((url) => withoutDrive(url.slice(SCHEME.length)));
  return fileSystem(Array.isArray(urls) ? paths : (paths[0] as string), options);
}

/** On Windows file:///C:/model is C:/model. */
const withoutDrive = (file: string) => (process.platform === "win32" ? file.replace(/^\/(?=[A-Za-z]:)/, "") : file);
