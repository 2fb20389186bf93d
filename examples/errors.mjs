// What the user can mend: a wrong option, a broken file, data that do not fit the task. One line, no stack trace.

export class CommandError extends Error {
  /** @override */
  name = "CommandError";
}
