import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import { CLEAR, MOST_HELD_BYTES, Passage } from './passage.ts';

const SLOW = { delayMs: 400, bytesPerSecond: 30_000 };

let time: VirtualTime;
let passage: Passage;
let arrived: { readonly atMs: number; readonly bytes: number }[];
let text: string;
let isPaused: boolean;
/** What the sink answers to the next bytes. */
let isFull: boolean;
let wasFull: boolean;
let ends: number;

beforeEach(() => {
  time = new VirtualTime(1_000);
  arrived = [];
  text = '';
  isPaused = false;
  isFull = false;
  wasFull = false;
  ends = 0;
  passage = new Passage(
    { clock: time, timers: time },
    {
      pause: () => {
        isPaused = true;
      },
      resume: () => {
        isPaused = false;
      },
      write(bytes) {
        expect(wasFull, 'the sink is full').toBe(false);
        wasFull = isFull;
        arrived.push({ atMs: time.nowMs() - 1_000, bytes: bytes.length });
        text += Buffer.from(bytes).toString();
        return !isFull;
      },
      end: () => {
        ends += 1;
      },
    },
  );
});

function take(value: string): void {
  passage.take(Buffer.from(value));
}

test('a clear passage hands over at once', () => {
  take('one');
  take('two');
  passage.finish();
  expect([text, ends, time.pending]).toEqual(['onetwo', 1, 0]);
});

test('a slow one delays, and lets only so many bytes a second through', () => {
  passage.reshape(SLOW);
  take('x'.repeat(30));
  passage.take(Buffer.alloc(30_000));
  time.advance(400);
  expect(arrived).toEqual([]);
  time.advance(1);
  expect(arrived).toEqual([{ atMs: 401, bytes: 30 }]);
  time.advance(500);
  expect(arrived.slice(1).map(({ atMs }) => atMs)).toEqual([501, 601, 701, 801, 901]);
  time.advance(500);
  expect(arrived.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(30_030);
});

test('the end comes after everything else', () => {
  passage.reshape(SLOW);
  take('late');
  passage.finish();
  expect(ends).toBe(0);
  time.advance(401);
  expect([text, ends]).toEqual(['late', 1]);
});

test('a clear passage again hands over what waits, at once and in order', () => {
  passage.reshape(SLOW);
  for (const word of ['a', 'b', 'c']) take(word);
  passage.stall(60_000);
  passage.reshape(CLEAR);
  take('d');
  expect(text).toBe('abcd');
  expect(time.pending).toBe(0);
});

test('a stall holds everything up, and then lets it go', () => {
  passage.stall(2_000);
  take('a');
  time.advance(1_000);
  take('b');
  passage.stall(500);
  time.advance(999);
  expect(text).toBe('');
  time.advance(1);
  expect(text).toBe('ab');
});

test('the source is asked to pause when much waits, and to go on when little does', () => {
  passage.reshape(SLOW);
  let sent = 0;
  while (!isPaused) {
    passage.take(Buffer.alloc(1_000));
    sent += 1_000;
  }
  expect(passage.heldBytes).toBe(sent);
  expect(sent).toBeLessThanOrEqual(MOST_HELD_BYTES + 1_000);
  time.advance(1_000);
  expect(isPaused).toBe(true);
  time.advance(1_000);
  expect(isPaused).toBe(false);
});

test('a full sink is given nothing more, and the source pauses', () => {
  take('a');
  isFull = true;
  take('b');
  expect(isPaused).toBe(true);
  take('c');
  time.advance(60_000);
  expect(text).toBe('ab');
  isFull = false;
  wasFull = false;
  passage.drained();
  expect([text, isPaused]).toEqual(['abc', false]);
});

test('what is discarded never arrives', () => {
  passage.reshape(SLOW);
  take('gone');
  passage.discard();
  take('more');
  passage.finish();
  time.advance(10_000);
  expect([text, ends, time.pending]).toEqual(['', 0, 0]);
});

test('whatever happens on the way, bytes arrive once and in order', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const random = seededRandom(seed);
    text = '';
    passage.reshape(CLEAR);
    let sent = '';
    for (let step = 0; step < 60; step += 1) {
      const word = `${step},`.repeat(1 + drawInt(random, 800));
      sent += word;
      take(word);
      const what = drawInt(random, 6);
      if (what === 0) passage.stall(drawInt(random, 3_000));
      if (what === 1) passage.reshape(SLOW);
      if (what === 2) passage.reshape(CLEAR);
      time.advance(drawInt(random, 200));
    }
    time.advance(120_000);
    expect(text === sent, `seed ${seed}`).toBe(true);
  }
});
