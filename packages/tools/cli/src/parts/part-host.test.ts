import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import { PartHost } from './part-host.ts';
import type { House, RunningPart, ServerPart } from './server-part.ts';

let time: VirtualTime;
let said: string[];
let reported: string[];
let host: PartHost<never>;

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

beforeEach(() => {
  time = new VirtualTime();
  said = [];
  reported = [];
  host = new PartHost<never>({
    timers: time,
    openHouse: (part) => ({ house: house(), close: async () => void said.push(`house of ${part} closed`) }),
    report: (error) => reported.push(error.message),
  });
});

function house(): House<never> {
  return {
    dataFolder: '/nowhere',
    log,
    clock: time,
    timers: time,
    random: seededRandom(1),
    readMetrics: () => {
      throw new Error('nobody reads metrics here');
    },
    connect: () => {
      throw new Error('nobody connects here');
    },
    identify: async () => undefined,
  };
}

function part(name: string, start: () => RunningPart | Promise<RunningPart>): ServerPart<never> {
  return { name, start };
}

function running(name: string): RunningPart {
  return { close: async () => void said.push(`${name} closed`) };
}

/** Lets everything that is promised come about. */
async function turn(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await Promise.resolve();
}

test('nobody waits for a part that takes its time', async () => {
  const slow = Promise.withResolvers<RunningPart>();
  host.start([part('slow', () => slow.promise), part('quick', () => running('quick'))]);
  await turn();
  expect([host.stateOf('slow')?.kind, host.stateOf('quick')?.kind]).toEqual(['starting', 'running']);
  slow.resolve(running('slow'));
  await turn();
  expect(host.stateOf('slow')?.kind).toBe('running');
  expect(host.stateOf('none')).toBeUndefined();
});

test('a part that throws at its start is reported in one line, and its house is closed', async () => {
  const fail = () => {
    throw new Error('no key\nat somewhere');
  };
  host.start([
    part('bad', fail),
    part('worse', () => Promise.reject('nothing')),
    part('good', () => running('good')),
  ]);
  await turn();
  expect(reported).toEqual([
    'The part bad did not start (no key): the server goes on without it.',
    'The part worse did not start (nothing): the server goes on without it.',
  ]);
  expect([host.stateOf('bad')?.kind, host.stateOf('good')?.kind]).toEqual(['failed', 'running']);
  await host.close();
  expect(said).toEqual([
    'house of bad closed',
    'house of worse closed',
    'good closed',
    'house of good closed',
  ]);
});

test('closing waits for a part that is still starting', async () => {
  const late = Promise.withResolvers<RunningPart>();
  host.start([part('late', () => late.promise)]);
  const closed = host.close();
  late.resolve(running('late'));
  await closed;
  expect(said).toEqual(['late closed', 'house of late closed']);
});

test('closing gives up on a part after two seconds, and goes on after one that fails', async () => {
  const never = () => new Promise<void>(() => {});
  host.start([
    part('stuck', () => ({ close: never })),
    part('torn', () => ({ close: () => Promise.reject(new Error('torn')) })),
    part('fine', () => running('fine')),
  ]);
  await turn();
  let isClosed = false;
  const closed = host.close().then(() => {
    isClosed = true;
  });
  await turn();
  time.advance(1_999);
  await turn();
  expect(isClosed).toBe(false);
  time.advance(1);
  await closed;
  expect(said).toContain('fine closed');
  expect(said).toContain('house of torn closed');
  expect(reported).toEqual([
    'The part torn did not end (torn): the server does not wait for it.',
    'The part stuck did not end (not within 2000 ms): the server does not wait for it.',
  ]);
  await host.close();
  expect(said.filter((line) => line === 'fine closed')).toHaveLength(1);
});
