import { VirtualTime } from '@statehouse/kernel/testing';
import type { KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { ANN, device, idOf, passed } from './memory-device.fixture.ts';
import type { ChunkBounds, MovedChunk } from './move-chunk.ts';
import { peopleSteps, personIn } from './people.fixture.ts';
import { RowMigration } from './row-migration.ts';
import { Slices } from './slices.ts';

/** A migration of one version whose chunks are what a test makes of them. */
function migrationOf(move: (bounds: ChunkBounds) => Promise<MovedChunk>) {
  const time = new VirtualTime(1_000);
  let workMs = 0;
  const work = (ms: number) => {
    workMs += ms;
  };
  const migration = new RowMigration([1], {
    move: (_, bounds) => move(bounds),
    leave: () => {},
    told: () => {},
    sliceMs: 8,
    maxChunkRows: 300,
    timers: time,
    stopwatch: { nowMs: () => workMs },
  });
  migration.start();
  return { time, migration, work };
}

const moved = (rowsSeen: number, rowsMoved = rowsSeen): MovedChunk => ({ rowsSeen, rowsMoved, damaged: [] });

/** Moves rows, each of which takes so long, until the slice is over. */
function movedIn({ maxRows, startSlice }: ChunkBounds, work: () => void): MovedChunk {
  const isTimeUp = startSlice();
  for (let rows = 1; ; rows += 1) {
    work();
    if (isTimeUp() || rows === maxRows) return moved(rows);
  }
}

describe('a migration', () => {
  test('asks for twice as many rows while they fit into a slice, and then for as many as did', async () => {
    const asked: number[] = [];
    const rowMs = [0.01, 0.01, 0.01, 0.01, 0.125, 0.125, 20, 0.125];
    const { time, work } = migrationOf(async (bounds) => {
      const ms = rowMs[asked.length] ?? 0.125;
      asked.push(bounds.maxRows);
      return movedIn(bounds, () => work(ms));
    });
    await passed(time, 8);
    expect(asked).toEqual([50, 100, 200, 300, 300, 64, 64, 1]);
  });

  test('waits twice as long after each chunk that was not taken, a minute at most, and a second again after one that was', async () => {
    const triedMs: number[] = [];
    let isFull = true;
    const { time, migration } = migrationOf(async () => {
      triedMs.push(time.nowMs());
      if (isFull) throw new Error('full');
      return moved(1);
    });
    await passed(time, 130_000);
    const seconds = () =>
      triedMs.slice(1).map((at, index) => Math.round((at - (triedMs[index] ?? 0)) / 1_000));
    expect(seconds()).toEqual([1, 2, 4, 8, 16, 32, 60]);
    isFull = false;
    await passed(time, 60_000);
    expect(migration.status.phase).toBe('running');
    isFull = true;
    triedMs.length = 0;
    await passed(time, 1_500);
    expect(seconds()).toEqual([1]);
  });

  test('does not ask again at once for rows that are all being written', async () => {
    let asked = 0;
    const { time } = migrationOf(async () => {
      asked += 1;
      return moved(10, 0);
    });
    await passed(time, 80);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThanOrEqual(11);
  });

  test.each([
    ['is done', undefined],
    ['fails', new Error('closed')],
  ])('that is stopped waits for the chunk under way, which %s, and moves no other', async (_, problem) => {
    let finish = () => {};
    let asked = 0;
    const { time, migration } = migrationOf(async () => {
      asked += 1;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      if (problem !== undefined) throw problem;
      return moved(3);
    });
    await passed(time, 5);
    let isStopped = false;
    const stopped = migration.stop().then(() => {
      isStopped = true;
    });
    await passed(time, 5);
    expect([asked, isStopped]).toEqual([1, false]);
    finish();
    await stopped;
    await passed(time, 100_000);
    expect([asked, time.pending, migration.status.phase]).toEqual([1, 0, 'stopped']);
  });
});

test('a slice begins when the one before it is over', async () => {
  const time = new VirtualTime();
  let nowMs = 0;
  const slices = new Slices({ sliceMs: 8, timers: time, stopwatch: { nowMs: () => nowMs } });
  let turns = 0;
  let isDone = false;
  const work = async () => {
    for (let at = 0; at < 100; at += 1) {
      nowMs += 1;
      const pause = slices.next();
      if (pause !== undefined) await pause.then(() => (turns += 1));
    }
    isDone = true;
  };
  work();
  while (!isDone) await passed(time, 1);
  expect(turns).toBe(Math.floor(100 / 8));
});

describe('rows', () => {
  test('are asked for under one version when there is no other any more', async () => {
    const { time, open, optionsOf, leave } = device();
    await leave(5);
    const memory = optionsOf({}).storage;
    const asked: string[] = [];
    const storage: KeyValueStore = {
      ...memory,
      get(key) {
        asked.push(key);
        return memory.get(key);
      },
    };
    const rows = await open({ version: 2, storage });
    asked.length = 0;
    await rows.get(idOf(1));
    expect(asked).toHaveLength(2);
    await passed(time, 20);
    asked.length = 0;
    await rows.get(idOf(1));
    expect(asked).toEqual([`people/rows/0000000002/${idOf(1)}`]);
  });

  test('that lie under the id or the version of another are damaged', async () => {
    const { contents, open, leave } = device();
    await leave(3);
    const keyOf = (at: number, version = 1) => `people/rows/000000000${version}/${idOf(at)}`;
    const [one = '', other = ''] = [contents.get(keyOf(1)), contents.get(keyOf(2))];
    contents.set(keyOf(1), other);
    contents.set(keyOf(5, 2), one);
    contents.set(keyOf(1, 2), one);
    const rows = await open({ version: 2, migrations: peopleSteps });
    expect(await rows.get(idOf(1))).toBeUndefined();
    expect(await rows.get(idOf(5))).toBeUndefined();
    expect(await rows.get(idOf(2))).toEqual(personIn(2, { ...ANN, cents: 2 }));
    expect(rows.status.damagedKeys.toSorted()).toEqual([keyOf(1), keyOf(1, 2), keyOf(5, 2)]);
  });
});
