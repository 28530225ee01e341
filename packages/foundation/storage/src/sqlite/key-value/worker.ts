import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@statehouse/kernel';
import { storageErrorFrom } from '../sqlite-error.ts';
import { refusal, type WorkerInput } from '../worker-messages.ts';
import { KeyValueDatabase } from './key-value-database.ts';
import type { KeyValueAnswer, KeyValueRequest, KeyValueWorkerOptions } from './messages.ts';
import { runBatch } from './run-batch.ts';

/** The entry of the worker thread of a SQLite key-value store; it is not meant to be imported. */
const port = parentPort;
assert(port !== null, () => 'the storage worker runs as a worker thread only');
const { path, busyTimeoutMs }: KeyValueWorkerOptions = workerData;

let database: KeyValueDatabase | undefined;
let waiting: KeyValueRequest[] = [];
let isClosing = false;

/** Opened when it is first used, so that a file that cannot be is an answer, and can be tried again. */
const answersTo = (requests: readonly KeyValueRequest[]): readonly KeyValueAnswer[] => {
  try {
    database ??= new KeyValueDatabase(path, busyTimeoutMs);
  } catch (error) {
    const reply = refusal(storageErrorFrom(error, 'open the file'));
    return requests.map(({ call }) => ({ call, reply }));
  }
  return runBatch(database, requests);
};

// What arrives while a batch is being committed is the next batch.
const turn = () => {
  const requests = waiting;
  waiting = [];
  if (requests.length > 0) port.postMessage(answersTo(requests));
  if (!isClosing) return;
  database?.close();
  port.close();
};

port.on('message', ({ requests, close }: WorkerInput<KeyValueRequest>) => {
  if (waiting.length === 0 && !isClosing) setImmediate(turn);
  waiting.push(...requests);
  isClosing ||= close;
});
port.postMessage([] satisfies readonly KeyValueAnswer[]);
