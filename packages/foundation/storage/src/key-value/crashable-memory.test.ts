import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from './conformance.ts';
import {
  type CrashableKeyValueOptions,
  createCrashableKeyValueDevice,
  type KeyValueFault,
} from './crashable-memory.ts';

function makeDevice(seed: number, options: Partial<CrashableKeyValueOptions> = {}) {
  const time = new VirtualTime();
  const random = seededRandom(seed, 'device');
  return {
    time,
    device: createCrashableKeyValueDevice({ timers: time, random, syncMs: () => 10, ...options }),
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Timers that are turns of the event loop, so that the suite can wait without virtual time. */
const timers = {
  after(_: number, callback: () => void) {
    setImmediate(callback);
    return () => {};
  },
};

describe('the simulated device for keys and values', () => {
  runKeyValueConformance(
    {
      async create() {
        const device = createCrashableKeyValueDevice({ timers, random: seededRandom(1), syncMs: () => 0 });
        return { store: device.open(), reopen: async () => device.open(), dispose: async () => {} };
      },
    },
    { test },
  );

  test('a crash keeps what is durable and a random prefix of the rest, each write whole', async () => {
    const kept = new Set<number>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const { time, device } = makeDevice(seed);
      const store = device.open();
      const saved: string[] = [];
      const write = async (name: string) => {
        await store.write(
          [`${name}, first half`, `${name}, second half`].map((key) => ({ key, value: name })),
        );
        saved.push(name);
      };
      write('0');
      time.advance(10);
      await settle();
      for (const name of ['1', '2', '3']) write(name);
      device.crash();
      time.advance(1_000);
      await settle();
      expect(saved).toEqual(['0']);
      const names = ['0', '1', '2', '3'].slice(0, device.durable.size / 2);
      expect([...device.durable.keys()]).toEqual(
        names.flatMap((name) => [`${name}, first half`, `${name}, second half`]),
      );
      kept.add(names.length);
    }
    expect([...kept].sort()).toEqual([1, 2, 3, 4]);
  });

  test('one tab may die while another goes on', async () => {
    const { time, device } = makeDevice(2);
    const [dying, living] = [device.open(), device.open()];
    let answered = false;
    dying.write([{ key: 'dying', value: '' }]).finally(() => {
      answered = true;
    });
    const written = living.write([{ key: 'living', value: '' }]);
    device.crash(dying);
    time.advance(20);
    await written;
    expect(answered).toBe(false);
    expect(device.durable.has('living')).toBe(true);
  });

  test.each<[KeyValueFault, string]>([
    ['failure', 'storage/failed'],
    ['quota', 'storage/quota'],
  ])('an injected %s changes nothing', async (fault, code) => {
    const { time, device } = makeDevice(1, {
      faultOf: ({ method }) => (method === 'write' ? fault : undefined),
    });
    const write = expect(device.open().write([{ key: 'a', value: '1' }])).rejects.toMatchObject({ code });
    time.advance(10);
    await write;
    expect(device.durable.size).toBe(0);
  });

  test('a tab may die right before a write and right after its sync', async () => {
    for (const [point, size] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const { time, device } = makeDevice(1, { at: (where) => where === point && device.crash() });
      device.open().write([{ key: 'a', value: '1' }]);
      time.advance(100);
      expect(device.durable.size).toBe(size);
    }
  });
});
