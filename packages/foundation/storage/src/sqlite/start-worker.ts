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
  const started = Promise.withResolvers<void>();
  const lost = (reason: string, cause?: unknown) =>
    started.reject(fail('failed', { action: 'start its thread', reason }, { cause }));
  worker.once('message', () => started.resolve());
  worker.once('error', (error: unknown) => lost(error instanceof Error ? error.message : 'unknown', error));
  worker.once('exit', () => lost('it ended'));
  await started.promise;
  return worker;
}
