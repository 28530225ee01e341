import { assert } from '@statehouse/kernel';
import { checkText } from '../names.ts';
import type { LogRecord } from './log-store.ts';

/**
 * Checks what every log store demands of an append before it looks at the log: contiguous versions (a bug
 * otherwise) and texts that survive storage.
 * @throws StatehouseError `storage/ill-formed-text`
 */
export function checkAppend(expectedVersion: number, records: readonly LogRecord[]): void {
  for (const [index, record] of records.entries()) {
    assert(
      record.version === expectedVersion + 1 + index,
      () => `append after ${expectedVersion} is not contiguous at ${index}`,
    );
    checkText('client id', record.client);
    checkText('record', record.kind);
    checkText('record', record.header);
    checkText('record', record.chain);
    checkText('record', record.payload);
    checkText('record', record.outcome);
  }
}
