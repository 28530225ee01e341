import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@statehouse/kernel';
import type { StoreRequest, WorkerOptions, WorkerOutput } from './messages.ts';
import { serveRequests } from './serve-requests.ts';
import type { WorkerInput } from './worker-messages.ts';

/** The entry of the worker thread of a SQLite log store; it is not meant to be imported. */
const port = parentPort;
assert(port !== null, () => 'the storage worker runs as a worker thread only');
const options: WorkerOptions = workerData;
const serve = serveRequests(options, {
  answer: (output) => port.postMessage(output),
  end: () => port.close(),
  nextTurn: (callback) => setImmediate(callback),
});
port.on('message', (input: WorkerInput<StoreRequest>) => serve(input));
port.postMessage({ appended: [], answers: [] } satisfies WorkerOutput);
