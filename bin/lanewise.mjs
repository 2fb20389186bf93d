#!/usr/bin/env node
// `npx lanewise`: what runs on this machine, whether it is right, and how fast it is. Every op is found in the library's table.

import { readFileSync } from "node:fs";
import { bench } from "./bench.mjs";
import { check } from "./check.mjs";
import { info } from "./info.mjs";
import { HELP, readCommand, UsageError } from "./options.mjs";
import { makeTerminal } from "./terminal.mjs";

const COMMANDS = { info, check, bench };
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

async function main() {
  const command = readCommand(process.argv.slice(2));
  // Progress goes where it does not mix with what is piped on.
  const screen = { out: makeTerminal(process.stdout, process.env), progress: makeTerminal(process.stderr, process.env) };
  if (command.help) screen.out.line(HELP);
  else if (command.version) screen.out.line(version);
  else {
    const { report, right, print } = await COMMANDS[command.name](command, screen.progress);
    screen.progress.clear();
    if (command.json) screen.out.line(JSON.stringify({ version, ...report }, undefined, 2));
    else print(screen.out, version);
    if (!right) process.exitCode = 1;
  }
}

// A reader that has seen enough (| head) is no error.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
  process.exit(0);
});
try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`lanewise: ${error.message}\n`);
  process.exitCode = 2;
}
