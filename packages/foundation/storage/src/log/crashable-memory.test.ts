import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { sampleRecord, sampleRecords } from '../testing/sample-records.ts';
import { runLogConformance } from './conformance.ts';
import { type CrashableLogOptions, createCrashableLogDisk, type LogFault } from './crashable-memory.ts';
import type { LogStore } from './log-store.ts';

const address = { tenant: 'tenant', document: 'document' };

function makeDisk(seed: number, options: Partial<CrashableLogOptions> = {}) {
  const time = new VirtualTime();
  const random = seededRandom(seed, 'disk');
  const disk = createCrashableLogDisk({
    timers: time,
    random,
    syncMs: () => 1 + drawInt(random, 5),
    ...options,
  });
  return { time, disk, versions: () => disk.durableRecords(address).map(({ version }) => version) };
}

/** Follows a promise without waiting for it. */
function follow(promise: Promise<unknown>) {
  const seen: { outcome: unknown } = { outcome: 'nothing yet' };
  promise.then(
    (value) => (seen.outcome = value),
    (error: unknown) => (seen.outcome = error),
  );
  return seen;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function appendOne(store: LogStore, version: number) {
  return store.append(address, version - 1, 1, [sampleRecord(version)]);
}

/** Timers that are turns of the event loop, so that the suite can wait without virtual time. */
const timers = {
  after(_: number, callback: () => void) {
    setImmediate(callback);
    return () => {};
  },
};

describe('the simulated disk for logs', () => {
  runLogConformance(
    {
      async create() {
        const disk = createCrashableLogDisk({ timers, random: seededRandom(1), syncMs: () => 0 });
        return { store: disk.open(), reopen: async () => disk.open(), dispose: async () => {} };
      },
    },
    { test },
  );

  test('nothing is durable or answered before the sync', async () => {
    const { time, disk, versions } = makeDisk(1, { syncMs: () => 10 });
    const appended = follow(appendOne(disk.open(), 1));
    time.advance(9);
    await settle();
    expect([versions(), appended.outcome]).toEqual([[], 'nothing yet']);
    time.advance(1);
    await settle();
    expect([versions(), appended.outcome]).toEqual([[1], { kind: 'appended' }]);
  });

  test('calls share the sync that begins after them, in order', async () => {
    const { time, disk, versions } = makeDisk(1, { syncMs: () => 10 });
    const store = disk.open();
    const first = follow(appendOne(store, 1));
    time.advance(5);
    const others = [2, 3].map((version) => follow(appendOne(store, version)));
    time.advance(5);
    await settle();
    expect(versions()).toEqual([1]);
    time.advance(10);
    await settle();
    expect(versions()).toEqual([1, 2, 3]);
    expect([first, ...others].map(({ outcome }) => outcome)).toEqual(Array(3).fill({ kind: 'appended' }));
  });

  test('a power cut keeps what is durable and a random prefix of the rest, and answers nobody', async () => {
    const kept = new Set<number>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const { time, disk, versions } = makeDisk(seed, { syncMs: () => 10 });
      const store = disk.open();
      appendOne(store, 1);
      time.advance(10);
      const waiting = [2, 3, 4].map((version) => follow(appendOne(store, version)));
      disk.crash();
      expect(time.pending).toBe(0);
      const after = versions();
      expect(after).toEqual([1, 2, 3, 4].slice(0, after.length));
      kept.add(after.length);
      const late = follow(store.load(address));
      time.advance(1_000);
      await settle();
      expect([...waiting, late].map(({ outcome }) => outcome)).toEqual(Array(4).fill('nothing yet'));
      expect(versions()).toEqual(after);
      const reopened = follow(disk.open().load(address));
      time.advance(10);
      await settle();
      expect(reopened.outcome).toMatchObject({ tail: { length: after.length } });
    }
    expect([...kept].sort()).toEqual([1, 2, 3, 4]);
  });

  test('an append of several records is kept whole or not at all', () => {
    const lengths = new Set<number>();
    for (let seed = 1; seed <= 40; seed += 1) {
      const { disk, versions } = makeDisk(seed);
      disk.open().append(address, 0, 1, sampleRecords(1, 5));
      disk.crash();
      lengths.add(versions().length);
    }
    expect([...lengths].sort()).toEqual([0, 5]);
  });

  test('one process may be killed while another goes on', async () => {
    const { time, disk } = makeDisk(3, { syncMs: () => 10 });
    const [killed, living] = [disk.open(), disk.open()];
    const lost = follow(appendOne(killed, 1));
    const other = { ...address, document: 'other' };
    const kept = follow(living.append(other, 0, 1, [sampleRecord(1)]));
    disk.crash(killed);
    time.advance(20);
    await settle();
    expect([lost.outcome, kept.outcome]).toEqual(['nothing yet', { kind: 'appended' }]);
    expect(disk.durableRecords(other)).toHaveLength(1);
  });

  test('tenants’ files sync on their own', async () => {
    const delays = [100, 1];
    const { time, disk } = makeDisk(1, { syncMs: () => delays.shift() ?? 0 });
    const store = disk.open();
    const slow = follow(store.append({ ...address, tenant: 'slow' }, 0, 1, [sampleRecord(1)]));
    const quick = follow(store.append({ ...address, tenant: 'quick' }, 0, 1, [sampleRecord(1)]));
    time.advance(1);
    await settle();
    expect([slow.outcome, quick.outcome]).toEqual(['nothing yet', { kind: 'appended' }]);
  });

  test.each<[LogFault, object, number[]]>([
    ['conflict', { kind: 'conflict', head: 1 }, [1]],
    ['unknown-stored', { kind: 'unknown' }, [1, 2]],
    ['unknown-not-stored', { kind: 'unknown' }, [1]],
    ['failure', { code: 'storage/failed' }, [1]],
  ])('an injected %s', async (fault, outcome, stored) => {
    const faults: (LogFault | undefined)[] = [undefined, fault];
    const { time, disk, versions } = makeDisk(1, { faultOf: () => faults.shift() });
    const store = disk.open();
    appendOne(store, 1);
    time.advance(10);
    const faulty = follow(appendOne(store, 2));
    time.advance(10);
    await settle();
    expect(faulty.outcome).toMatchObject(outcome);
    expect(versions()).toEqual(stored);
  });

  test('a planted early acknowledgement comes before anything is durable', async () => {
    const { time, disk, versions } = makeDisk(1, { faultOf: () => 'acknowledged-early' });
    const early = follow(appendOne(disk.open(), 1));
    await settle();
    expect([early.outcome, versions()]).toEqual([{ kind: 'appended' }, []]);
    time.advance(10);
    expect(versions()).toEqual([1]);
  });

  test('reads fail when told to', async () => {
    const { time, disk } = makeDisk(1, {
      faultOf: ({ method }) => (method === 'load' ? 'failure' : undefined),
    });
    const load = follow(disk.open().load(address));
    time.advance(10);
    await settle();
    expect(load.outcome).toMatchObject({ code: 'storage/failed' });
  });

  test('a process may die right before a call and right after its sync', async () => {
    for (const [point, stored] of [
      ['before', []],
      ['after', [1]],
    ] as const) {
      const { time, disk, versions } = makeDisk(1, { at: (where) => where === point && disk.crash() });
      const append = follow(appendOne(disk.open(), 1));
      time.advance(100);
      await settle();
      expect([append.outcome, versions()]).toEqual(['nothing yet', stored]);
    }
  });

  test('the caller’s later changes to what it appended do not reach the disk', () => {
    const { time, disk } = makeDisk(1);
    const record = { ...sampleRecord(1) };
    disk.open().append(address, 0, 1, [record]);
    record.payload = 'changed';
    time.advance(10);
    expect(disk.durableRecords(address)[0]?.payload).toBe('payload 1');
  });

  test('a record can be damaged', () => {
    const { time, disk } = makeDisk(1);
    appendOne(disk.open(), 1);
    time.advance(10);
    disk.damage(address, 1, (record) => ({ ...record, payload: 'flipped' }));
    expect(disk.durableRecords(address)[0]?.payload).toBe('flipped');
  });
});
