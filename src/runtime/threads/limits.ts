/** Threads, the caller included. */
export const THREADS_MOST = 64;
/** How long a worker looks for the next job before it sleeps: some times what waking it costs. */
export const SPIN_MILLISECONDS = 0.1;
