import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createLiveMetrics, type LiveMetrics } from '@statehouse/observe/live';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { House, RunningPart } from '../parts/server-part.ts';
import { type MetricsPartOptions, metricsPart } from './metrics-part.ts';

let time: VirtualTime;
let live: LiveMetrics;
let part: RunningPart;
let http: Server;
let url: string;

beforeEach(() => {
  time = new VirtualTime(1_000);
  live = createLiveMetrics({ clock: time });
});

afterEach(async () => {
  await part.close();
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
});

/** Runs the part; whoever sends a name as token is that user. */
async function run(options: MetricsPartOptions = {}): Promise<void> {
  const house: House = {
    dataFolder: '/nowhere',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    clock: time,
    timers: time,
    random: seededRandom(1),
    readMetrics: () => live.read(),
    connect: () => {
      throw new Error('nobody connects here');
    },
    identify: async ({ headers }) =>
      headers.authorization === undefined ? undefined : { tenant: 'dev', user: headers.authorization },
  };
  part = await metricsPart(options).start(house);
  http = createServer((request, response) => void part.handle?.(request, response));
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const address = http.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

interface Told {
  readonly id: string;
  readonly number: number;
  readonly atMs: number;
  readonly counters: Readonly<Record<string, number>>;
}

interface Stream {
  /** The next so many events. */
  next(count: number): Promise<readonly Told[]>;
  /** Fulfilled when the server has ended it. */
  ended(): Promise<void>;
  leave(): Promise<void>;
}

async function listen(lastEventId?: string): Promise<Stream> {
  const leaving = new AbortController();
  const headers = {
    authorization: 'ada',
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${url}/stream`, { headers, signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  return {
    async next(count) {
      const told: Told[] = [];
      while (told.length < count) {
        const end = waiting.indexOf('\n\n');
        if (end === -1) {
          waiting += (await reader?.read())?.value ?? '';
          continue;
        }
        const [id = '', data = ''] = waiting.slice(0, end).split('\n');
        told.push({ ...JSON.parse(data.slice('data: '.length)), id: id.slice('id: '.length) });
        waiting = waiting.slice(end + 2);
      }
      return told;
    },
    async ended() {
      while ((await reader?.read())?.done === false);
    },
    async leave() {
      leaving.abort();
      await reader?.closed.catch(() => {});
    },
  };
}

async function codeOf(path: string, init: RequestInit): Promise<readonly [number, unknown]> {
  const response = await fetch(url + path, init);
  const { code } = Object(await response.json());
  return [response.status, code];
}

test('who comes has what is kept, and then a snapshot each second', async () => {
  await run({ keep: 3 });
  live.port.count('submissions', 5);
  for (let second = 0; second < 4; second += 1) time.advance(1_000);
  const stream = await listen();
  const kept = await stream.next(3);
  expect(kept.map(({ number, atMs }) => [number, atMs])).toEqual([
    [2, 3_000],
    [3, 4_000],
    [4, 5_000],
  ]);
  expect(kept[0]?.counters).toEqual({ submissions: 5 });
  live.port.count('submissions', 2);
  time.advance(999);
  time.advance(1);
  expect(await stream.next(1)).toMatchObject([{ number: 5, atMs: 6_000, counters: { submissions: 7 } }]);
});

test('who comes back to the same run goes on where they were, and to another begins anew', async () => {
  await run();
  time.advance(3_000);
  const first = await listen();
  const before = await first.next(2);
  await first.leave();
  const again = await listen(before[1]?.id);
  expect((await again.next(2)).map(({ number }) => number)).toEqual([2, 3]);
  const stranger = await listen('anotherrun-2');
  expect((await stranger.next(1))[0]?.number).toBe(0);
});

test('a part that ends, ends its streams', async () => {
  await run();
  const stream = await listen();
  await stream.next(1);
  await part.close();
  await stream.ended();
});

test('the newest is told alone too', async () => {
  await run();
  time.advance(2_000);
  const response = await fetch(`${url}/now`, { headers: { authorization: 'ada' } });
  expect(await response.json()).toMatchObject({ number: 2, atMs: 3_000 });
});

test('numbers are told to who is signed in and may read them, by GET, and to no more than is allowed', async () => {
  await run({ maxReaders: 1, mayRead: ({ user }) => user !== 'mallory' });
  const as = (authorization: string) => ({ headers: { authorization } });
  expect(await codeOf('/stream', {})).toEqual([401, 'cli/metrics-signed-out']);
  expect(await codeOf('/now', {})).toEqual([401, 'cli/metrics-signed-out']);
  expect(await codeOf('/stream', as('mallory'))).toEqual([403, 'cli/metrics-forbidden']);
  expect(await codeOf('/stream', { method: 'POST', ...as('ada') })).toEqual([404, 'cli/metrics-unknown']);
  expect(await codeOf('/else', as('ada'))).toEqual([404, 'cli/metrics-unknown']);
  const stream = await listen();
  await stream.next(1);
  expect(await codeOf('/stream', as('ada'))).toEqual([503, 'cli/metrics-busy']);
});
