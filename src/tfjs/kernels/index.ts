// All kernels of this backend: one file a family, one entry a kernel.

import type { KernelTable } from "../kernel.js";
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { data } from "./data.js";
import { functions } from "./functions.js";
import { matmul } from "./matmul.js";
import { reductions } from "./reductions.js";

export const kernels: KernelTable = { ...activations, ...arithmetic, ...data, ...functions, ...matmul, ...reductions };
