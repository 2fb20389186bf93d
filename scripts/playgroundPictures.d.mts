import type { Browser, Page } from "playwright-core";

export interface Picture {
  readonly name: string;
  readonly address: string;
  readonly steps: number;
}

export const pictures: readonly Picture[];
export function pictureFile(picture: Picture): string;
export function wordsFile(picture: Picture): string;
export function openPicture(browser: Browser, origin: string, picture: Picture): Promise<Page>;
export function wordsOf(page: Page): Promise<string>;
export function pictureDigest(picture: Picture): string;
