// lanewise/worker: the script of a worker thread, which exports nothing. Its address goes to load({ workerUrl }).
export {};
