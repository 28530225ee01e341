import { Worker } from 'node:worker_threads';
import { fail } from '../errors.ts';
import { workerFlags } from './worker-flags.ts';

/**
 * Starts a storage thread, and answers when its first message says that it has loaded.
 * @throws StatehouseError `storage/failed`
 */
export async function startWorker(entry: URL, workerData: object): Promise<Worker> {
  const worker = new Worker(entry, {
    workerData,
    execArgv: workerFlags(process.execArgv),
    name: 'statehouse-storage',
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', (error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      reject(fail('failed', { action: 'start its thread', reason }, { cause: error }));
    });
  });
  return worker;
}
