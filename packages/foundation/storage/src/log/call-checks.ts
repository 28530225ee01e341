import { assert } from '@statehouse/kernel';
import { checkAddress, checkName, checkText } from '../names.ts';
import type { LogAddress, LogRecord, LogSnapshot } from './log-store.ts';

/**
 * Checks what every log store demands of an append before it looks at the log: names, contiguous versions (a bug
 * otherwise) and texts that survive storage.
 * @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text`
 */
export function checkAppend(
  address: LogAddress,
  expectedVersion: number,
  records: readonly LogRecord[],
): void {
  checkAddress(address);
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

/** @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text` */
export function checkSnapshot(address: LogAddress, { body }: LogSnapshot): void {
  checkAddress(address);
  checkText('snapshot', body);
}

/** @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text` */
export function checkClaim(tenant: string, client: string, user: string): void {
  checkName('tenant', tenant);
  checkText('client id', client);
  checkText('user id', user);
}
