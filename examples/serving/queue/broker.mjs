// A queue of jobs between those who ask and those who work, in place of Redis or RabbitMQ: a job is gone from it when its answer
// has come, so that it goes to another worker when the one that had it ends.
//
// Who asks sends { id, input } and receives { id, output }. Who works sends { take: N } for up to N jobs, receives { jobs } as soon as
// there are some, and sends { done: [{ ticket, output }] }.

import { once } from "node:events";
import { createServer } from "node:net";
import { receiveFrom, send } from "./lines.mjs";

export class Broker {
  #waiting = [];
  /** Workers that want jobs, with how many of them. */
  #ready = new Map();
  /** Jobs at work, by ticket; each knows who asks and who works. */
  #atWork = new Map();
  #tickets = 0;
  #server = createServer((socket) => this.#connect(socket));

  async listen() {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return this.#server.address().port;
  }

  close() {
    this.#server.close();
  }

  #connect(socket) {
    socket.setNoDelay(true);
    // A worker that is killed resets its connection.
    socket.on("error", () => {});
    socket.on("close", () => this.#takeBack(socket));
    receiveFrom(socket, ({ id, input, take, done = [] }) => {
      if (input) this.#waiting.push({ id, input, asker: socket });
      for (const { ticket, output } of done) this.#finish(ticket, output);
      if (take) this.#ready.set(socket, take);
      this.#handOut();
    });
  }

  #handOut() {
    for (const [worker, most] of this.#ready) {
      if (this.#waiting.length === 0) return;
      this.#ready.delete(worker);
      const jobs = this.#waiting.splice(0, most).map((job) => ({ ...job, worker, ticket: ++this.#tickets }));
      for (const job of jobs) this.#atWork.set(job.ticket, job);
      send(worker, { jobs: jobs.map(({ ticket, input }) => ({ ticket, input })) });
    }
  }

  #finish(ticket, output) {
    const job = this.#atWork.get(ticket);
    // One that was taken back is answered by whoever has it now.
    if (!this.#atWork.delete(ticket)) return;
    send(job.asker, { id: job.id, output });
  }

  #takeBack(socket) {
    this.#ready.delete(socket);
    for (const job of this.#atWork.values()) {
      if (job.worker !== socket) continue;
      this.#atWork.delete(job.ticket);
      this.#waiting.unshift(job);
    }
    this.#handOut();
  }
}
