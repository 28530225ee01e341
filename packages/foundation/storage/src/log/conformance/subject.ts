import { type Json, jsonEquals } from '@statehouse/kernel';
import { expectEqual } from '../../testing/expectation.ts';
import type { AppendResult, LogAddress, LogRecord, LogStore } from '../log-store.ts';

/** One store under test. */
export interface LogSubject {
  readonly store: LogStore;
  /** Opens the same contents again, as after a restart; the earlier store has been closed. */
  reopen(): Promise<LogStore>;
  /** Closes what is open and removes the contents. */
  dispose(): Promise<void>;
}

/** Brings the implementation that the suite tests. */
export interface LogDriver {
  /** An empty store, independent of every other. */
  create(): Promise<LogSubject>;
}

/** Registers a test with a fresh store. */
export type TestLog = (name: string, run: (subject: LogSubject) => Promise<void>) => void;

export const address: LogAddress = { tenant: 'tenant', document: 'document' };

/** All records of a log, as JSON. */
export async function recordsOf(store: LogStore, of: LogAddress = address): Promise<Json> {
  return jsonOf(await store.read(of, 1, 1_000_000));
}

export function jsonOf(records: readonly LogRecord[]): Json {
  return records.map((record) => ({ ...record }));
}

export function expectRecords(
  actual: readonly LogRecord[],
  expected: readonly LogRecord[],
  what: string,
): void {
  expectEqual(jsonOf(actual), jsonOf(expected), what);
}

export async function expectAppended(call: Promise<AppendResult>): Promise<void> {
  expectEqual({ ...(await call) }, { kind: 'appended' }, 'append');
}

export async function expectConflict(head: number, call: Promise<AppendResult>): Promise<void> {
  expectEqual({ ...(await call) }, { kind: 'conflict', head }, 'append');
}

/** Whether a log holds nothing at all. */
export async function isEmpty(store: LogStore, of: LogAddress): Promise<boolean> {
  const { snapshot, tail } = await store.load(of);
  return snapshot === undefined && jsonEquals(jsonOf(tail), []);
}
