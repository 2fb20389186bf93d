// The worker: instantiates the kernels over the shared memory, then takes tasks until it is told to quit. A script that needs
// nothing else: it is inlined in the package, and lies there as `lanewise/worker` where inlined scripts are refused.

import { nodeModule, now } from "../environment.js";
import { Control, Field, TaskState, WorkerState } from "./control.js";
import { SPIN_MILLISECONDS } from "./limits.js";
import { address, kernelsOf, takeTasks } from "./tasks.js";

export interface WorkerStart {
  readonly modules: readonly WebAssembly.Module[];
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** From 1; 0 is the caller. */
  readonly thread: number;
}

/** Looks between two at the clock. */
const LOOKS = 64;

function serve({ modules, memory, control: buffer, thread }: WorkerStart, answer: () => void): void {
  const control = new Control(buffer);
  const { integers } = control;
  const kernels = modules.flatMap((module) => kernelsOf(module, new WebAssembly.Instance(module, { env: { memory } }).exports));
  const keep = keeper(control, memory, thread);
  const state = Field.workers + thread;
  Atomics.store(integers, state, WorkerState.awake);
  answer();
  while (Atomics.load(integers, Field.quits) === 0) {
    const generation = Atomics.load(integers, Field.generation);
    takeTasks(control, kernels, thread, keep);
    if (spin(integers, generation)) continue;
    Atomics.store(integers, state, WorkerState.asleep);
    Atomics.wait(integers, Field.generation, generation);
    Atomics.store(integers, state, WorkerState.awake);
  }
}

/** True as soon as there is another job; false after a while without. */
function spin(integers: Int32Array, generation: number): boolean {
  const end = now() + SPIN_MILLISECONDS;
  do {
    for (let look = 0; look < LOOKS; look++) {
      if (Atomics.load(integers, Field.generation) !== generation) return true;
    }
  } while (now() < end);
  return false;
}

/** Copies the inputs that a task will overwrite, so that another thread could do it again. */
function keeper({ integers, arguments: table }: Control, memory: WebAssembly.Memory, thread: number): (task: number) => void {
  let bytes = new Uint8Array(memory.buffer);
  return (task) => {
    const addressArgument = integers[Field.overwrittenAddress] as number;
    if (addressArgument < 0) return;
    const row = task * (integers[Field.argumentsPerTask] as number);
    const from = table[row + addressArgument] as number;
    const length = table[row + (integers[Field.overwrittenBytes] as number)] as number;
    const to = address(integers, Field.copiesAddress) + thread * address(integers, Field.copiesBytes);
    if (bytes.length < Math.max(from, to) + length) bytes = new Uint8Array(memory.buffer);
    bytes.copyWithin(to, from, from + length);
    Atomics.store(integers, Field.states + task, TaskState.copied + thread);
  };
}

const { parentPort, workerData } = nodeModule("node:worker_threads") ?? {};
if (parentPort) serve(workerData, () => parentPort.postMessage("ready"));
else
  addEventListener("message", ({ data }: MessageEvent<WorkerStart>) => serve(data, () => postMessage("ready")), { once: true });
