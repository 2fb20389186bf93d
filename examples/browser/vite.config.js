// With these headers a page is cross-origin isolated, and may share memory with its workers: lanewise then computes with threads.
// A production server has to send them too.

const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default {
  server: { headers },
  preview: { headers },
  // A worker is a module like others: it may await load(), and its kernels stay in files of their own.
  worker: { format: "es" },
};
