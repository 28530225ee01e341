import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAYMENT_MANNERS } from '../../src/rooms/checkout/shop/manners.ts';
import type { PaymentMeans, PaymentOrder, PaymentVerdict } from '../../src/rooms/checkout/shop/shop-data.ts';
import { Bank } from './bank.ts';
import { MADE_UP_ALBUMS } from './made-up-albums.ts';
import { Shelves } from './shelves.ts';

const OWNER = 'dev/ada';
const KEY = 'order0order0order0';
const STOCK = { albums: new Map(MADE_UP_ALBUMS.map((album) => [album.id, album])), isReal: false };
/** Two of m1 to Germany. */
const AMOUNT = 2_828;

const MEANS: readonly PaymentMeans[] = [
  { kind: 'card', token: 'known', label: 'ignored' },
  { kind: 'card', token: 'stranger', label: 'ignored' },
  { kind: 'paypal', email: 'ada@example.org' },
  { kind: 'crypto', coin: 'ETH', wallet: `0x${'a'.repeat(40)}` },
];

function order(changes: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    key: KEY,
    attempt: 1,
    amountCents: AMOUNT,
    means: { kind: 'paypal', email: 'ada@example.org' },
    delivery: { lines: [{ albumId: 'm1', quantity: 2 }], country: 'Germany', speed: 'standard' },
    ...changes,
  };
}

async function openBank(storage: KeyValueStore, time: VirtualTime, seed: number) {
  const shelves = new Shelves(STOCK);
  const bank = new Bank({
    storage,
    shelves,
    clock: time,
    random: seededRandom(seed),
    wait: (delayMs) => new Promise((done) => time.after(delayMs, done)),
    labelOfCard: async (_, token) => (token === 'known' ? 'Visa ending in 4242' : undefined),
  });
  await bank.open();
  return { bank, shelves };
}

/** Lets everything happen that does not wait for time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

const requests = fc.array(
  fc.record({
    attempt: fc.integer({ min: 1, max: 5 }),
    amountCents: fc.constantFrom(AMOUNT, AMOUNT, AMOUNT, 1),
    means: fc.constantFrom(...MEANS),
    manner: fc.constantFrom(...PAYMENT_MANNERS.filter((manner) => manner !== 'away')),
    /** What happens before the next request: nothing, time, or the bank's process is another. */
    next: fc.constantFrom('nothing', 'time', 'restart'),
  }),
  { minLength: 1, maxLength: 12 },
);

test('however an order is asked for, it is charged once at most, and what was told is what is in the book', async () => {
  let charged = 0;
  await fc.assert(
    fc.asyncProperty(requests, fc.integer(), async (all, seed) => {
      const storage = createMemoryKeyValueStore();
      const time = new VirtualTime(Date.UTC(2026, 10, 1));
      let { bank, shelves } = await openBank(storage, time, seed);
      const verdicts: Promise<PaymentVerdict>[] = [];
      for (const { manner, next, ...changes } of all) {
        verdicts.push(bank.pay(OWNER, order(changes), manner));
        if (next === 'time') time.advance(3_000);
        await settle();
        if (next !== 'restart') continue;
        // A process ends with what it was doing; nothing that it has not written counts.
        while (time.pending > 0) {
          time.advance(3_000);
          await settle();
        }
        ({ bank, shelves } = await openBank(storage, time, seed + 1));
      }
      while (time.pending > 0) {
        time.advance(3_000);
        await settle();
      }
      const told = await Promise.all(verdicts);
      const { asked, charges } = await bank.bookOf(OWNER, KEY);
      expect(asked).toBe(all.length);
      expect(charges.length).toBeLessThanOrEqual(1);
      const receipts = told.flatMap((verdict) => (verdict.kind === 'charged' ? [verdict.receipt] : []));
      for (const receipt of receipts) expect(receipt).toEqual(charges[0]);
      if (receipts.length > 0) charged += 1;
      expect(charges.length === 1).toBe(receipts.length > 0);
      expect(shelves.albumOf('m1')?.stock).toBe(6 - 2 * charges.length);
      for (const [at, { amountCents }] of all.entries())
        if (amountCents !== AMOUNT) expect(told[at]?.kind).not.toBe('charged');
    }),
    cases(300),
  );
  expect(charged).toBeGreaterThan(0);
});

test('a request that comes late does not charge what was declined after it', async () => {
  const { bank } = await openBank(createMemoryKeyValueStore(), new VirtualTime(), 1);
  expect(await bank.pay(OWNER, order({ attempt: 2 }), 'declines')).toMatchObject({ kind: 'declined' });
  expect(await bank.pay(OWNER, order({ attempt: 1 }), 'prompt')).toMatchObject({ refusal: 'stale-attempt' });
  expect(await bank.pay(OWNER, order({ attempt: 2 }), 'prompt')).toMatchObject({ kind: 'declined' });
  expect(await bank.pay(OWNER, order({ attempt: 3 }), 'prompt')).toMatchObject({ kind: 'charged' });
});

test('two who want the last record do not both get it', async () => {
  const { bank } = await openBank(createMemoryKeyValueStore(), new VirtualTime(), 1);
  const delivery = {
    lines: [{ albumId: 'm6', quantity: 1 }],
    country: 'Germany',
    speed: 'standard',
  } as const;
  const last = { delivery, amountCents: 9 * 99 + 590 };
  const told = await Promise.all(
    ['one', 'two'].map((name) => bank.pay(OWNER, order({ ...last, key: `${KEY}${name}` }), 'prompt')),
  );
  expect(told.map(({ kind }) => kind).sort()).toEqual(['charged', 'refused']);
});

test('an order of somebody else under the same key is another order', async () => {
  const { bank } = await openBank(createMemoryKeyValueStore(), new VirtualTime(), 1);
  const [hers, his] = [
    await bank.pay('dev/ada', order(), 'prompt'),
    await bank.pay('dev/ben', order(), 'prompt'),
  ];
  expect([hers.kind, his.kind]).toEqual(['charged', 'charged']);
  expect(await bank.bookOf('dev/ada', KEY)).toMatchObject({ asked: 1 });
});

test('what could not be written down was not charged, and stays on the shelf', async () => {
  const storage = createMemoryKeyValueStore();
  const { bank, shelves } = await openBank(storage, new VirtualTime(), 1);
  const { write } = storage;
  storage.write = (writes) =>
    writes.some(({ key }) => key.startsWith('book/')) ? Promise.reject(new Error('full')) : write(writes);
  await expect(bank.pay(OWNER, order(), 'prompt')).rejects.toThrow('full');
  expect(shelves.albumOf('m1')?.stock).toBe(6);
  storage.write = write;
  expect(await bank.pay(OWNER, order(), 'prompt')).toMatchObject({ kind: 'charged' });
});
