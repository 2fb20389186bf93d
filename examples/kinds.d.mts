export function kindOf(cells: readonly string[]): { kind: "number" | "date" | "text"; dayFirst: boolean; ambiguous: boolean };
export function isMissing(cell: string): boolean;
