import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { EntryBook } from './entry-book.ts';
import { type KeptEntry, notBegun } from './kept-entry.ts';
import { Sight } from './sight.ts';

const kept = (id: string): KeptEntry => ({
  entry: {
    ...{ id, revision: 0, idempotencyKey: 'key', lane: 'main', endpoint: 'write', request: {} },
    ...{ queuedAtMs: 1, isTokenless: false },
  },
  progress: notBegun,
});

const [early, late] = ['000000001.00000.one', '000000002.00000.two'];

function createSight() {
  const seen: string[][] = [];
  const book = new EntryBook(createMemoryKeyValueStore(), 'q', 'one');
  const sight = new Sight({
    ...{ book, name: 'q', backoff: { initialMs: 1, maxMs: 1 }, timers: new VirtualTime() },
    ...{ random: seededRandom(1), onProblem: () => {} },
    onRead: (list) => seen.push(list.map(({ entry }) => entry.id)),
  });
  return { book, seen, sight };
}

test('the last place is the last of all that were seen or made, in whatever order', () => {
  const { sight } = createSight();
  sight.notePlace(late);
  sight.take([kept(early)]);
  expect(sight.last).toBe(late);
  sight.take([kept(early), kept('000000003.00000.two')]);
  expect(sight.last).toBe('000000003.00000.two');
});

test('what was told of an entry is not unseen by a reading that began before', async () => {
  const { book, sight, seen } = createSight();
  for (const id of [early, late]) await book.append(kept(id).entry);
  await sight.refresh();
  await book.lead();
  const reading = sight.refresh();
  void book.settle(kept(early).entry);
  void book.note([{ ...kept(late), progress: { ...notBegun, state: 'refused' } }]);
  sight.noteEnd(early);
  sight.noteRefusal(late);
  const states = () => sight.kept?.map(({ entry, progress }) => [entry.id, progress.state]);
  expect(states()).toEqual([[late, 'refused']]);
  await reading;
  expect(states()).toEqual([[late, 'refused']]);
  expect(seen).toEqual([[early, late], [late]]);
});

test('what changes while it is read is read once more', async () => {
  const { book, sight, seen } = createSight();
  const reading = sight.refresh();
  void book.append(kept(early).entry);
  void sight.refresh();
  void sight.refresh();
  await reading;
  expect(seen.at(-1)).toEqual([early]);
  expect(seen).toHaveLength(2);
});
