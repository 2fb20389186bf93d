// All kernels of this backend: one file a family, one entry a kernel.

import type { KernelTable } from "../kernel.js";
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { convolutions } from "./convolution.js";
import { data } from "./data.js";
import { depthwiseConvolutions } from "./depthwise.js";
import { functions } from "./functions.js";
import { gathering } from "./gather.js";
import { logic } from "./logic.js";
import { matmul } from "./matmul.js";
import { movements } from "./moves.js";
import { normalisation } from "./normalisation.js";
import { pooling } from "./pooling.js";
import { reductions } from "./reductions.js";
import { resizing } from "./resize.js";

export const kernels: KernelTable = {
  ...activations,
  ...arithmetic,
  ...convolutions,
  ...data,
  ...depthwiseConvolutions,
  ...functions,
  ...gathering,
  ...logic,
  ...matmul,
  ...movements,
  ...normalisation,
  ...pooling,
  ...reductions,
  ...resizing,
};
