// Makes one worker: a thread of node:worker_threads where there is one, else a Worker of the web.

import source from "../../../dist/worker.js?raw";
import { nodeModule } from "../environment.js";
import { messageOf } from "../messageOf.js";
import type { WorkerStart } from "./worker.js";

type NodeWorker = ReturnType<typeof process.getBuiltinModule<"node:worker_threads">>["Worker"];

/** A worker, however it came to be. */
export interface Spawned {
  terminate(): Promise<unknown>;
  /** Whether it keeps the process alive. */
  keepAlive(keeps: boolean): void;
}

export interface SpawnEvents {
  /** It has instantiated the kernels and looks for work. */
  ready(): void;
  /** It could not start, or has ended. May come more than once. */
  gone(reason: string): void;
}

/** @throws where workers are refused outright; other failures come as `gone` */
export function spawn(start: WorkerStart, workerUrl: URL | string | undefined, events: SpawnEvents): Spawned {
  const InNode = nodeModule("node:worker_threads")?.Worker;
  return InNode ? spawnInNode(InNode, start, events) : spawnInBrowser(start, workerUrl, events);
}

function spawnInNode(Worker: NodeWorker, start: WorkerStart, events: SpawnEvents): Spawned {
  // Without the process's own flags and environment: loaders and preloads that these may name are nothing to a kernel.
  const worker = new Worker(source, { eval: true, execArgv: [], env: {}, name: "lanewise" });
  worker.on("message", () => events.ready());
  worker.on("error", (error) => events.gone(messageOf(error)));
  worker.on("exit", (code) => events.gone(`it ended with code ${code}`));
  worker.postMessage(start);
  return {
    terminate: () => worker.terminate(),
    keepAlive: (keeps) => (keeps ? worker.ref() : worker.unref()),
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
  return { terminate: async () => current?.terminate(), keepAlive: () => {} };
}
