// Makes one worker: a thread of node:worker_threads where there is one, else a Worker of the web.

import source from "../../../dist/worker.js?raw";
import { nodeModule } from "../environment.js";
import { messageOf } from "../messageOf.js";
import type { WorkerStart } from "./worker.js";

type WorkerThreads = ReturnType<typeof process.getBuiltinModule<"node:worker_threads">>;

/** A worker, however it came to be. */
export interface Spawned {
  terminate(): Promise<unknown>;
  /** Whether it keeps the process alive. */
  keepAlive(keeps: boolean): void;
  /** Whether its thread has ended: told at once, with no event to wait for. Undefined where that cannot be known. */
  readonly hasEnded: boolean | undefined;
}

export interface SpawnEvents {
  /** It has instantiated the kernels and looks for work. */
  ready(): void;
  /** It could not start, or has ended. May come more than once. */
  gone(reason: string): void;
}

/** @throws where workers are refused outright; other failures come as `gone` */
export function spawn(start: WorkerStart, workerUrl: URL | string | undefined, events: SpawnEvents): Spawned {
  const threads = nodeModule("node:worker_threads");
  return threads ? spawnInNode(threads, start, events) : spawnInBrowser(start, workerUrl, events);
}

/** It starts though the caller's event loop should stand still: nothing that it needs comes by an event. */
function spawnInNode({ Worker, MessageChannel }: WorkerThreads, start: WorkerStart, events: SpawnEvents): Spawned {
  const { port1: line, port2: lifeline } = new MessageChannel();
  // Without the process's own flags and environment: loaders and preloads that these may name are nothing to a kernel.
  const worker = new Worker(source, {
    eval: true,
    execArgv: [],
    env: {},
    name: "lanewise",
    workerData: { ...start, lifeline },
    transferList: [lifeline],
  });
  worker.on("message", () => events.ready());
  worker.on("error", (error) => events.gone(messageOf(error)));
  worker.on("exit", (code) => events.gone(`it ended with code ${code}`));
  // A port's other end goes with its thread, when no more of the thread's code runs; postMessage gives whether there is one.
  // Node does not document that, and others need not do so.
  const isConnected = () => (line.postMessage(0) as unknown) === true;
  const canTell = isConnected();
  return {
    terminate: () => worker.terminate(),
    keepAlive: (keeps) => (keeps ? worker.ref() : worker.unref()),
    get hasEnded() {
      return canTell ? !isConnected() : undefined;
    },
  };
}

/** From a blob; where a content security policy refuses that, from the user's own address of the same script. */
function spawnInBrowser(start: WorkerStart, workerUrl: URL | string | undefined, events: SpawnEvents): Spawned {
  let current: Worker | undefined;
  let answered = false;
  const attempt = (url: string, refused: (reason: string) => void) => {
    const worker = new Worker(url, { name: "lanewise" });
    current = worker;
    worker.onmessage = () => {
      answered = true;
      events.ready();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "its script was refused";
      if (answered) events.gone(reason);
      else refused(reason);
    };
    worker.postMessage(start);
  };
  const fromUrl = (reason: string) => {
    if (workerUrl === undefined) throw new Error(`${reason}; load({ workerUrl }) can name the script lanewise/worker`);
    attempt(String(workerUrl), events.gone);
  };
  try {
    attempt(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), (reason) => {
      try {
        fromUrl(reason);
      } catch (error) {
        events.gone(messageOf(error));
      }
    });
  } catch (error) {
    fromUrl(messageOf(error));
  }
  return { terminate: async () => current?.terminate(), keepAlive: () => {}, hasEnded: undefined };
}
