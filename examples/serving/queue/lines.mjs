// Messages over a socket: a line of JSON each.

export const send = (socket, message) => socket.write(`${JSON.stringify(message)}\n`);

/** @param {import("node:net").Socket} socket @param {(message: any) => void} receive */
export function receiveFrom(socket, receive) {
  let rest = "";
  socket.setEncoding("utf8").on("data", (part) => {
    const lines = (rest + part).split("\n");
    rest = lines.pop();
    for (const line of lines) receive(JSON.parse(line));
  });
}
