export function readDate(text: string, dayFirst?: boolean): number | undefined;
