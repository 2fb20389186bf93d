// The browsers of this machine: Debian's chromium and firefox-esr, or those named by LANEWISE_CHROMIUM and LANEWISE_FIREFOX.

import { existsSync } from "node:fs";
import { type BrowserType, chromium, firefox, type LaunchOptions } from "playwright-core";

export interface InstalledBrowser {
  readonly name: "chromium" | "firefox";
  readonly installed: boolean;
  /** How to get it. */
  readonly remedy: string;
  readonly type: BrowserType;
  readonly options: LaunchOptions;
}

function find(name: InstalledBrowser["name"], type: BrowserType, debian: string, options: LaunchOptions): InstalledBrowser {
  const variable = `LANEWISE_${name.toUpperCase()}`;
  const executablePath = process.env[variable] ?? `/usr/bin/${debian}`;
  return {
    name,
    installed: existsSync(executablePath),
    remedy: `apt-get install --no-install-recommends ${debian}, or name another one's path in ${variable}`,
    type,
    options: { executablePath, headless: true, ...options },
  };
}

export const browsers: readonly InstalledBrowser[] = [
  find("chromium", chromium, "chromium", { args: ["--no-sandbox"] }),
  // Stock Firefox speaks BiDi, not the protocol of Playwright's own build.
  find("firefox", firefox, "firefox-esr", { channel: "moz-firefox" }),
];
