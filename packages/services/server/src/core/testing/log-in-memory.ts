import type { AppendResult, LoadedLog, LogRecord, LogSnapshot } from '@statehouse/storage';
import type { DocumentRef, LogEffect, LogEvent } from '../index.ts';

interface Kept {
  readonly records: LogRecord[];
  readonly snapshots: LogSnapshot[];
  epoch: number;
}

/** A log that answers at once, for tests that step a core by hand. It outlives the core. */
export class LogInMemory {
  readonly #kept = new Map<string, Kept>();

  of(tenant: string, document: string): Kept {
    const key = JSON.stringify([tenant, document]);
    let kept = this.#kept.get(key);
    if (kept === undefined) {
      kept = { records: [], snapshots: [], epoch: 0 };
      this.#kept.set(key, kept);
    }
    return kept;
  }

  /** Carries out one call. */
  answer(effect: LogEffect): LogEvent {
    const { address, instance } = effect;
    const ref: DocumentRef = { address, instance };
    const kept = this.of(address.tenant, address.document);
    switch (effect.kind) {
      case 'load':
        return { ...ref, kind: 'loaded', log: this.#load(kept) };
      case 'append':
        return { ...ref, kind: 'appended', result: this.#append(kept, effect) };
      case 'read': {
        const { request, from, to } = effect;
        return { ...ref, kind: 'records-read', request, records: kept.records.slice(from - 1, to) };
      }
      case 'find': {
        const { request, client, sequence } = effect;
        const record = kept.records.find((one) => one.client === client && one.sequence === sequence);
        return { ...ref, kind: 'record-found', request, record };
      }
      case 'save-snapshot':
        kept.snapshots.push(effect.snapshot);
        return { ...ref, kind: 'snapshot-saved', version: effect.snapshot.version };
    }
  }

  #load({ records, snapshots }: Kept): LoadedLog {
    const snapshot = snapshots.at(-1);
    return { snapshot, tail: records.slice(snapshot?.version ?? 0) };
  }

  #append(kept: Kept, { expectedVersion, epoch, records }: LogEffect & { kind: 'append' }): AppendResult {
    const head = kept.records.length;
    if (head !== expectedVersion || epoch < kept.epoch) return { kind: 'conflict', head };
    kept.epoch = epoch;
    kept.records.push(...records);
    return { kind: 'appended' };
  }
}
