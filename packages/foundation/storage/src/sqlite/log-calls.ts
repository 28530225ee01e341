import type { StoreCall, StoreReply, WorkerOptions, WorkerOutput } from './messages.ts';
import { type WaitingLimits, WorkerCalls } from './worker-calls.ts';

/** The near side of the thread of a log store. */
export type LogCalls = WorkerCalls<StoreCall, StoreReply, WorkerOutput>;

/**
 * Starts the thread of a log store. When it dies, what becomes of its appends is unknown.
 * @throws StatehouseError `storage/failed`
 */
export function startLogCalls(entry: URL, options: WorkerOptions, limits: WaitingLimits): Promise<LogCalls> {
  return WorkerCalls.start<StoreCall, StoreReply, WorkerOutput>(entry, options, {
    hear({ appended, answers }, answer) {
      for (const call of appended) answer(call, APPENDED);
      for (const { call, reply } of answers) answer(call, reply);
    },
    lost: ({ kind }) => (kind === 'append' ? UNKNOWN : undefined),
    sizeOf(call) {
      if (call.kind === 'append') return call.size;
      return call.kind === 'save-snapshot' ? call.snapshot.body.length : 0;
    },
    limits,
  });
}

const APPENDED: StoreReply = { kind: 'append', result: { kind: 'appended' } };
const UNKNOWN: StoreReply = { kind: 'append', result: { kind: 'unknown', reason: 'storage/failed' } };
