// The words of a formula as the table of ops writes it: "x > 0 ? x : alpha · (e^x − 1)".

export interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  /** Whether a space stands before it: "log (x)" is a product of words, "f(x)" is a call. */
  readonly spaced: boolean;
}

const TOKEN = /(?<number>½|\d+(?:\.\d+)?)|(?<name>[\p{L}′][\p{L}\d]*(?:_[\p{L}\d]+)?)|(?<sign>[−+·/^²³√()[\]|,;:?<>≥≤=_-])/uy;

/** @throws SyntaxError for what is no formula */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const space = /^\s*/.exec(text.slice(position))?.[0].length ?? 0;
    position += space;
    if (position === text.length) break;
    TOKEN.lastIndex = position;
    const { groups } = TOKEN.exec(text) ?? {};
    if (!groups) throw new SyntaxError(`unexpected "${text[position]}" in "${text}"`);
    const [kind, found] = Object.entries(groups).find(([, each]) => each !== undefined) as [Token["kind"], string];
    tokens.push({ kind, text: found === "-" ? "−" : found, spaced: space > 0 });
    position += found.length;
  }
  return [...tokens, { kind: "end", text: "", spaced: true }];
}
