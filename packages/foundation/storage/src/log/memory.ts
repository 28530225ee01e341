import { fail } from '../errors.ts';
import { checkAddress } from '../names.ts';
import { checkAppend, checkClaim, checkSnapshot } from './call-checks.ts';
import type { LogAddress, LogStore } from './log-store.ts';
import { LogTables } from './log-tables.ts';

/** A log store in memory: the reference implementation, and the store of tests. What it holds goes with the process. */
export function createMemoryLogStore(): LogStore {
  return logStoreOver(new LogTables());
}

/** A store over tables that may outlive it, so that a reopened one finds what its predecessor stored. */
export function logStoreOver(tables: LogTables): LogStore {
  let open = true;
  const answer = async <Result>(call: () => Result): Promise<Result> => {
    if (!open) throw fail('closed');
    return call();
  };
  const about = <Result>(address: LogAddress, call: () => Result): Promise<Result> =>
    answer(() => {
      checkAddress(address);
      return call();
    });
  return {
    append: (address, expectedVersion, epoch, records) =>
      answer(() => {
        checkAppend(address, expectedVersion, records);
        return tables.append(address, expectedVersion, epoch, records);
      }),
    load: (address) => about(address, () => tables.load(address)),
    read: (address, from, to) => about(address, () => tables.read(address, from, to)),
    find: (address, client, sequence) => about(address, () => tables.find(address, client, sequence)),
    saveSnapshot: (address, snapshot) =>
      answer(() => {
        checkSnapshot(address, snapshot);
        tables.saveSnapshot(address, snapshot);
      }),
    claimClient: (tenant, client, user) =>
      answer(() => {
        checkClaim(tenant, client, user);
        return tables.claimClient(tenant, client, user);
      }),
    setAside: (address, lastValid) => about(address, () => tables.setAside(address, lastValid)),
    close: async () => {
      open = false;
    },
  };
}
