// lanewise/tfjs-node: what is required and imported. It loads the entry itself (index.ts), and says what to install where
// TensorFlow.js is missing: an import of a missing package could not be caught any later.
//
// It is CommonJS for `import` too, as @tensorflow/tfjs-node was: there is one backend to register, not one for each module system.

const [UNION, ...ITS_PARTS] = ["@tensorflow/tfjs", "@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"] as const;

function isMissing(name: string): boolean {
  try {
    return !(require as NodeJS.Require).resolve(name);
  } catch {
    return true;
  }
}

try {
  module.exports = require("./tfjs-node-entry.cjs");
} catch (error) {
  const missing = [UNION, ...ITS_PARTS].find(isMissing);
  if (!missing) throw error;
  // npm puts the parts where we find them; other package managers must be told.
  const install = missing === UNION ? UNION : [UNION, ...ITS_PARTS].join(" ");
  throw new Error(`lanewise/tfjs-node needs ${missing}, which is not installed. Run: npm install ${install}`, { cause: error });
}
