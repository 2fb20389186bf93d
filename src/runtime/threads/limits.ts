/** Threads, the caller included. */
export const THREADS_MOST = 64;
