import { isStatehouseError } from '@statehouse/kernel';
import type { LogStore } from '@statehouse/storage';
import type { LogEffect, LogEvent } from '../core/index.ts';

/** Carries out one call of the log, and answers with the event that the core waits for. Never rejects. */
export async function callLog(store: LogStore, effect: LogEffect): Promise<LogEvent> {
  const { address, instance } = effect;
  const ref = { address, instance };
  try {
    switch (effect.kind) {
      case 'load':
        return { ...ref, kind: 'loaded', log: await store.load(address) };
      case 'append': {
        const { expectedVersion, epoch, records } = effect;
        return {
          ...ref,
          kind: 'appended',
          result: await store.append(address, expectedVersion, epoch, records),
        };
      }
      case 'read': {
        const { request, from, to } = effect;
        return { ...ref, kind: 'records-read', request, records: await store.read(address, from, to) };
      }
      case 'find': {
        const { request, client, sequence } = effect;
        return { ...ref, kind: 'record-found', request, record: await store.find(address, client, sequence) };
      }
      case 'save-snapshot': {
        const { version } = effect.snapshot;
        await store.saveSnapshot(address, effect.snapshot);
        return { ...ref, kind: 'snapshot-saved', version };
      }
    }
  } catch (error) {
    return failure(effect, reasonOf(error));
  }
}

function failure(effect: LogEffect, reason: string): LogEvent {
  const { address, instance } = effect;
  const ref = { address, instance };
  switch (effect.kind) {
    case 'load':
      return { ...ref, kind: 'load-failed', reason };
    case 'append':
      return { ...ref, kind: 'append-failed', reason };
    case 'read':
    case 'find':
      return { ...ref, kind: 'read-failed', request: effect.request, reason };
    case 'save-snapshot':
      return { ...ref, kind: 'snapshot-failed', version: effect.snapshot.version, reason };
  }
}

/** A code where there is one, for the operator's log. */
export function reasonOf(error: unknown): string {
  if (isStatehouseError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : 'unknown';
}
