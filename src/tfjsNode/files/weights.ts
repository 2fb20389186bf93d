// The weight files that a manifest names: found, measured against what the manifest says of them, and read in pieces.

import type { io } from "@tensorflow/tfjs";
import { codeOf, fs, path } from "../node.js";

export type Spec = io.WeightsManifestEntry;

/** One read or write. Node refuses more than 2 GiB at once. */
export const PIECE = 2 ** 26;
/** Weights of more bytes are several buffers, which TensorFlow.js takes instead of one since 4.10. */
const LARGEST_BUFFER = 2 ** 30;

export interface WeightFile {
  readonly file: string;
  readonly size: number;
}

export interface Weights {
  readonly specs: Spec[];
  readonly files: readonly WeightFile[];
}

/** @throws Error where a file is missing or shorter than the manifest says */
export async function findWeights(manifest: io.WeightsManifestConfig, manifestFile: string): Promise<Weights> {
  const specs: Spec[] = [];
  const files: WeightFile[] = [];
  for (const group of manifest) {
    const found = await Promise.all(group.paths.map((name) => measure(path.join(path.dirname(manifestFile), name))));
    const [size, expected] = [sum(found.map((each) => each.size)), sum(group.weights.map(leastBytes))];
    if (size < expected) {
      const names = found.map(({ file }) => file).join(", ");
      throw new Error(`Weight files cut short: ${cut(names)} have ${size} bytes, but ${manifestFile} needs ${expected} of them`);
    }
    specs.push(...group.weights);
    files.push(...found);
  }
  return { specs, files };
}

const cut = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

async function measure(file: string): Promise<WeightFile> {
  const { size } = await fs.promises.stat(file).catch(missing("Weight file"));
  return { file, size };
}

/** For catch: says what is missing where a file is. */
export const missing =
  (name: string) =>
  (error: unknown): never => {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new Error(`${name} ${(error as { path?: string }).path} does not exist: loading failed`, { cause: error });
  };

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8, float16: 2, uint16: 2, uint8: 1 };

/** What a weight takes; a string, whose length nobody knows, at least its four bytes of length. */
function leastBytes({ shape, dtype, quantization }: Spec): number {
  const size = shape.reduce((product, each) => product * each, 1);
  return size * (BYTES[quantization?.dtype ?? dtype] ?? 4);
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

type OnProgress = (fraction: number) => void;

/** All bytes, one file after the other. @param largest beyond how many bytes they come in pieces */
export async function readWeights(
  { files }: Pick<Weights, "files">,
  onProgress?: OnProgress,
  largest = LARGEST_BUFFER,
): Promise<io.WeightData> {
  const total = sum(files.map(({ size }) => size));
  if (total > largest) {
    const pieces: ArrayBuffer[] = [];
    for await (const piece of piecesOf(files, onProgress)) pieces.push(piece);
    return pieces;
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const { file, size } of files) {
    await withFile(file, (handle) => fill(handle, all.subarray(at, at + size), 0, file));
    at += size;
    onProgress?.(at / total);
  }
  return all.buffer;
}

/** The same as a stream, which holds one piece at a time. */
export function streamWeights({ files }: Pick<Weights, "files">, onProgress?: OnProgress): ReadableStream<ArrayBuffer> {
  const pieces = piecesOf(files, onProgress);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void pieces.return(undefined),
  });
}

/** Of the same size whatever the files': TensorFlow.js copies what it has of a weight with each further piece. */
async function* piecesOf(files: readonly WeightFile[], onProgress?: OnProgress): AsyncGenerator<ArrayBuffer, undefined> {
  const total = sum(files.map(({ size }) => size));
  let done = 0;
  const begin = () => new Uint8Array(Math.min(PIECE, total - done));
  let piece = begin();
  let filled = 0;
  for (const { file, size } of files) {
    for (let at = 0; at < size; ) {
      const part = piece.subarray(filled, filled + size - at);
      await withFile(file, (handle) => fill(handle, part, at, file));
      at += part.length;
      filled += part.length;
      if (filled < piece.length) continue;
      done += filled;
      onProgress?.(done / total);
      yield piece.buffer;
      [piece, filled] = [begin(), 0];
    }
  }
}

type Handle = Awaited<ReturnType<typeof fs.promises.open>>;

async function withFile(file: string, use: (handle: Handle) => Promise<void>): Promise<void> {
  const handle = await fs.promises.open(file).catch(missing("Weight file"));
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

/** Reads until the bytes are full: one read may give fewer than asked for. */
async function fill(handle: Handle, bytes: Uint8Array, position: number, file: string): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(PIECE, bytes.length - at), position + at);
    if (bytesRead === 0) throw new Error(`Weight file ${file} became shorter while it was read`);
    at += bytesRead;
  }
}
