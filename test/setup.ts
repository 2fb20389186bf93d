// Property tests draw new cases at every run on a developer's machine, and always the same ones in CI.

import fc from "fast-check";

if (process.env.CI) fc.configureGlobal({ seed: 20261123 });
