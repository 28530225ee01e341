/**
 * A process for the kill tests: goes on with every log in the folder given, in appends of one to four records, and
 * prints `tenant document version` once a version is acknowledged, and what became of any other append.
 */
import { createHash } from 'node:crypto';
import { chainOf, chainStart } from '../log/chain.ts';
import type { LogAddress, LogRecord, LogStore } from '../log/log-store.ts';
import { createSqliteLogStore } from './index.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const [folder = '', stopAtFault] = process.argv.slice(2);
const store = await createSqliteLogStore({ folder });
const addresses = Array.from({ length: 12 }, (_, index) => ({
  tenant: `t${index % 3}`,
  document: `d${index}`,
}));
await Promise.all(addresses.map((address) => appendForever(store, address)));
await store.close();

async function appendForever(store: LogStore, address: LogAddress): Promise<void> {
  const { snapshot, tail } = await store.load(address);
  let head = (snapshot?.version ?? 0) + tail.length;
  let chain = (await store.read(address, head, head))[0]?.chain ?? chainStart;
  for (let round = 0; ; round += 1) {
    const records = nextRecords(address, head, chain, 1 + (round % 4));
    const outcome = await store.append(address, head, 1, records).then(
      ({ kind }) => kind,
      (error: unknown) => String(error),
    );
    if (outcome !== 'appended') process.stdout.write(`${outcome}\n`);
    if (outcome !== 'appended' && stopAtFault !== undefined) return;
    if (outcome !== 'appended') throw new Error(outcome);
    head += records.length;
    chain = records.at(-1)?.chain ?? chain;
    process.stdout.write(`${address.tenant} ${address.document} ${head}\n`);
    if (round % 25 === 24) await store.saveSnapshot(address, { version: head, body: `snapshot at ${head}` });
  }
}

function nextRecords(address: LogAddress, head: number, chain: string, count: number): readonly LogRecord[] {
  const records: LogRecord[] = [];
  for (let version = head + 1; version <= head + count; version += 1) {
    const header = JSON.stringify({ ...address, version });
    const previous = records.at(-1)?.chain ?? chain;
    records.push({
      version,
      kind: 'operation',
      client: 'client',
      sequence: version,
      header,
      chain: chainOf(previous, header, sha256),
      payload: `payload ${version} `.repeat(1 + (version % 40)),
      outcome: `outcome ${version}`,
    });
  }
  return records;
}
