// The backend object that TensorFlow.js holds: the CPU backend, with data that may live in linear memory.

import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { backend_util, type DataType, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { KernelExports } from "../runtime/abi.js";
import type { LinearMemory, StorageUse } from "../runtime/storage.js";
import type { ThreadPool } from "../runtime/threads/pool.js";
import type { OwnKernels } from "./abi.js";
import { Entry, type Values } from "./entry.js";
import { Unreadable } from "./fallback.js";
import { Forgotten } from "./forgotten.js";
import type { Machine } from "./modules.js";
import { Pressure } from "./pressure.js";
import { sizeOf } from "./shape.js";
import { KernelWorkArea } from "./workArea.js";

/** What `tf.memory()` tells of this backend, besides the engine's own counts. */
export interface BackendMemory extends StorageUse {
  readonly unreliable: boolean;
}

type DataId = object;

export class LanewiseBackend extends MathBackendCPU {
  /** The ops of the table, matrix products and other helpers. */
  readonly core: KernelExports;
  /** The kernels of assembly/tfjs. */
  readonly own: OwnKernels;
  readonly linear: LinearMemory;
  readonly threads: ThreadPool;
  /** Work areas of kernels, one after the other in time. */
  readonly workArea: KernelWorkArea;
  readonly #pressure: Pressure;
  /** What this kernel has brought into a linear memory that shall not hold more. */
  readonly #passing: Entry[] = [];
  readonly #forgotten = new Forgotten();

  constructor({ memory, core, own, threads }: Machine) {
    super();
    this.linear = memory;
    this.core = core;
    this.own = own;
    this.threads = threads;
    this.workArea = new KernelWorkArea(memory);
    this.#pressure = new Pressure(() => memory.usedBytes);
  }

  /** The record of a tensor's data. */
  entry(info: TensorInfo): Entry {
    return this.data.get(info.dataId) as unknown as Entry;
  }

  /**
   * The address of as many numbers as the tensor's shape has, of the type that it claims or another one. They are copied into
   * linear memory, and converted where they are not what is claimed, the first time.
   * @throws OutOfMemory, Unreadable
   */
  address(info: TensorInfo, dtype: DataType = info.dtype): number {
    const held = this.entry(info);
    const entry = held.dtype === dtype ? held : held.as(dtype);
    if (!entry || entry.count < sizeOf(info)) throw new Unreadable();
    if (entry.address !== 0) return entry.address;
    const isPassing = this.#pressure.isHigh;
    const address = entry.resident();
    this.#hold(info.dataId, entry, isPassing);
    return address;
  }

  /** A new tensor in linear memory, with whatever its memory held before. OutOfMemory where there is no room. */
  output(shape: readonly number[], dtype: "float32" | "int32" | "bool" = "float32"): TensorInfo {
    const isPassing = this.#pressure.isHigh;
    const entry = Entry.resident(this.linear, dtype, util.sizeFromShape(shape as number[]));
    const dataId = {};
    this.data.set(dataId, entry as never);
    this.#hold(dataId, entry, isPassing);
    return { dataId, shape: shape as number[], dtype };
  }

  #hold(dataId: DataId, entry: Entry, isPassing: boolean): void {
    if (isPassing) this.#passing.push(entry);
    else this.#forgotten.watch(dataId, entry);
  }

  /** Ends a kernel: under pressure, what it brought into linear memory moves out again. */
  settle(): void {
    while (this.#passing.length > 0) this.#passing.pop()?.moveOut();
  }

  override write(values: Values, _shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.data.set(dataId, Entry.of(this.linear, values, dtype, 1) as never);
    return dataId;
  }

  override move(dataId: DataId, values: Values, _shape: number[], dtype: DataType, refCount: number): void {
    this.data.set(dataId, Entry.of(this.linear, values, dtype, refCount) as never);
  }

  override readSync(dataId: DataId): Values {
    const entry = this.data.get(dataId) as unknown as Entry;
    if (entry.complexTensorInfos) {
      const { real, imag } = entry.complexTensorInfos;
      return backend_util.mergeRealAndImagArrays(
        this.readSync(real.dataId) as Float32Array,
        this.readSync(imag.dataId) as Float32Array,
      );
    }
    return util.convertBackendValuesAndArrayBuffer(entry.read() as Values, entry.dtype) as Values;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.data.has(dataId) ? (this.data.get(dataId) as unknown as Entry) : undefined;
    const disposed = super.disposeData(dataId, force);
    if (entry && disposed) {
      this.#forgotten.unwatch(entry);
      if (entry.wider.length > 0) for (const each of entry.wider) this.#forgotten.unwatch(each);
      entry.release();
    }
    return disposed;
  }

  override dispose(): void {
    void this.threads.close();
    super.dispose();
  }

  override memory(): BackendMemory & { reasons: string[] } {
    return { unreliable: false, reasons: [], ...this.linear.use() };
  }
}
