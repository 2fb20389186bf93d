// Reads WebAssembly modules far enough to judge their code: imports, exports, types, data segments, and every instruction of
// every function with the loops it stands in. Written for this test, so that no tool between could hide what was built.

export interface Instruction {
  readonly opcode: number;
  /** Second opcode after the prefixes 0xfc, 0xfd (v128) and 0xfe. */
  readonly sub: number;
  /** Numbers of the loops around it in its function, outermost first. */
  readonly loops: readonly number[];
  /** The function that a call goes to. */
  readonly target?: number;
}

export interface DataSegment {
  readonly start: number;
  readonly end: number;
}

export interface Limits {
  readonly shared: boolean;
  readonly minimum: number;
  readonly maximum: number | undefined;
}

export interface Module {
  readonly imports: readonly {
    readonly module: string;
    readonly name: string;
    readonly kind: number;
    readonly memory?: Limits;
  }[];
  readonly exports: readonly { readonly name: string; readonly kind: number; readonly index: number }[];
  /** Parameters and results of each function of the code section, as text. */
  readonly signatures: readonly string[];
  readonly functions: readonly (readonly Instruction[])[];
  readonly data: readonly DataSegment[];
}

export const Opcode = { loop: 0x03, end: 0x0b, call: 0x10, callIndirect: 0x11, simd: 0xfd, atomic: 0xfe } as const;
/** v128 instructions from here on are those of relaxed SIMD. */
export const FIRST_RELAXED = 0x100;

const BLOCK = 0x02;
const IF = 0x04;
const BRANCH_TABLE = 0x0e;
const TYPED_SELECT = 0x1c;

class Bytes {
  position = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.position >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.position++];
    if (value === undefined) throw new Error("the module ends too early");
    return value;
  }

  /** LEB128, unsigned up to 32 bits; of signed and longer ones only the length matters here. */
  integer(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.integer() }, read);
  }

  name(): string {
    const length = this.integer();
    this.position += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.position - length, this.position));
  }

  limits(): Limits {
    const flags = this.byte();
    const minimum = this.integer();
    return { shared: (flags & 2) !== 0, minimum, maximum: flags & 1 ? this.integer() : undefined };
  }
}

/** How the immediates of an instruction are laid out, a letter each: i integer, b byte, 4 and 8 and 16 bytes. */
function immediatesOf(opcode: number, sub: number): string {
  if (opcode === BLOCK || opcode === Opcode.loop || opcode === IF) return "i";
  if (opcode === 0x0c || opcode === 0x0d || opcode === Opcode.call || opcode === 0x12) return "i";
  if (opcode === Opcode.callIndirect || opcode === 0x13) return "ii";
  if (opcode >= 0x20 && opcode <= 0x26) return "i";
  if (opcode >= 0x28 && opcode <= 0x3e) return "ii";
  if (opcode === 0x3f || opcode === 0x40) return "b";
  if (opcode === 0x41 || opcode === 0x42) return "i";
  if (opcode === 0x43) return "4";
  if (opcode === 0x44) return "8";
  if (opcode === 0xd0 || opcode === 0xd2) return "i";
  if (opcode === 0xfc) return sub < 8 ? "" : sub === 9 || sub === 11 || sub === 13 || sub > 14 ? "i" : "ii";
  if (opcode === Opcode.simd) return simdImmediatesOf(sub);
  if (opcode === Opcode.atomic) return sub === 3 ? "b" : "ii";
  return "";
}

function simdImmediatesOf(sub: number): string {
  if (sub <= 11 || sub === 92 || sub === 93) return "ii";
  if (sub === 12 || sub === 13) return "16";
  if (sub >= 21 && sub <= 34) return "b";
  return sub >= 84 && sub <= 91 ? "iib" : "";
}

function skipImmediates(bytes: Bytes, layout: string): void {
  if (/^\d+$/.test(layout)) bytes.position += Number(layout);
  else for (const letter of layout) letter === "b" ? bytes.byte() : bytes.integer();
}

function readFunction(bytes: Bytes): Instruction[] {
  const end = bytes.integer() + bytes.position;
  bytes.list(() => [bytes.integer(), bytes.byte()]);
  const instructions: Instruction[] = [];
  /** The loops around each open block; the function's body is the outermost. */
  const open: (readonly number[])[] = [[]];
  let loops = 0;
  while (bytes.position < end) {
    const opcode = bytes.byte();
    const sub = opcode >= 0xfc ? bytes.integer() : 0;
    const around = open.at(-1);
    if (!around) throw new Error("code after a function's end");
    const start = bytes.position;
    instructions.push({ opcode, sub, loops: around, ...(opcode === Opcode.call && { target: bytes.integer() }) });
    bytes.position = start;
    if (opcode === BRANCH_TABLE) {
      bytes.list(() => bytes.integer());
      bytes.integer();
    } else if (opcode === TYPED_SELECT) bytes.list(() => bytes.byte());
    else skipImmediates(bytes, immediatesOf(opcode, sub));
    if (opcode === BLOCK || opcode === IF) open.push(around);
    if (opcode === Opcode.loop) open.push([...around, loops++]);
    if (opcode === Opcode.end) open.pop();
  }
  if (bytes.position !== end || open.length > 0) throw new Error("a function's blocks do not match its length");
  return instructions;
}

function readImport(bytes: Bytes): Module["imports"][number] {
  const [module, name, kind] = [bytes.name(), bytes.name(), bytes.byte()];
  if (kind === 2) return { module, name, kind, memory: bytes.limits() };
  if (kind === 0) bytes.integer();
  else throw new Error(`import of an unexpected kind ${kind}`);
  return { module, name, kind };
}

/** Addresses are signed LEB128, but positive: they read as unsigned. */
function readData(bytes: Bytes): DataSegment {
  if (bytes.integer() !== 0) throw new Error("a data segment that is not at a fixed address");
  if (bytes.byte() !== 0x41) throw new Error("a data segment whose address is not a constant");
  const start = bytes.integer();
  bytes.byte();
  const length = bytes.integer();
  bytes.position += length;
  return { start, end: start + length };
}

export function readModule(source: Uint8Array): Module {
  const bytes = new Bytes(source);
  bytes.position = 8;
  let types: string[] = [];
  let typeOfFunction: number[] = [];
  const found = { imports: [] as Module["imports"], exports: [] as Module["exports"], functions: [] as Instruction[][] };
  let data: DataSegment[] = [];
  while (!bytes.done) {
    const section = bytes.byte();
    const end = bytes.integer() + bytes.position;
    if (section === 1) {
      types = bytes.list(() => {
        if (bytes.byte() !== 0x60) throw new Error("a type that is not a function");
        return `${bytes.list(() => bytes.byte()).join(" ")} -> ${bytes.list(() => bytes.byte()).join(" ")}`;
      });
    } else if (section === 2) found.imports = bytes.list(() => readImport(bytes));
    else if (section === 3) typeOfFunction = bytes.list(() => bytes.integer());
    else if (section === 7) {
      found.exports = bytes.list(() => ({ name: bytes.name(), kind: bytes.byte(), index: bytes.integer() }));
    } else if (section === 10) found.functions = bytes.list(() => readFunction(bytes));
    else if (section === 11) data = bytes.list(() => readData(bytes));
    bytes.position = end;
  }
  return { ...found, signatures: typeOfFunction.map((type) => types[type] as string), data };
}
