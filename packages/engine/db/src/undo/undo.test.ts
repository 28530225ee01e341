import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { createDocument } from '../document.ts';
import { checkIntegrity } from '../integrity.ts';
import { canonicalSnapshot } from '../snapshot-rows.ts';
import { sampleSchema } from '../testing/sample-schema.ts';
import { SharedLog } from '../testing/shared-log.ts';
import { type Edit, item, note, twoPeople, type } from '../testing/two-people.ts';

test('with nothing to take back, nothing happens', () => {
  const { ann } = twoPeople();
  expect([ann.canUndo, ann.canRedo]).toEqual([false, false]);
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: [] });
  expect(ann.redo()).toEqual({ kind: 'nothing', skipped: [] });
});

test('undo and redo restore every kind of edit', () => {
  const { ann } = twoPeople();
  const states = [canonicalSnapshot(ann.snapshot)];
  const edits: Edit[] = [
    (tx) => tx.items.modify('i', { title: 'New', done: true, meta: { a: { b: 1 }, c: 2 } }),
    (tx) => tx.items.increment('i', 'votes', 3),
    (tx) => tx.items.include('i', 'tags', 'x', 'y'),
    (tx) => tx.items.exclude('i', 'tags', 'x'),
    (tx) => tx.items.patch('i', 'meta', ['a', 'b'], 7),
    (tx) => tx.items.patch('i', 'meta', ['c'], undefined),
    (tx) => tx.items.text('i', 'note').splice(0, 5, 'bye'),
    (tx) => tx.items.insert({ id: 'j', list: 'l', note: 'second' }),
    (tx) => tx.items.move('j', { parent: 'i' }),
    (tx) => tx.items.text('j', 'note').replace('changed'),
    (tx) => tx.lists.delete('l'),
  ];
  for (const edit of edits) {
    ann.transact(edit);
    states.push(canonicalSnapshot(ann.snapshot));
  }
  for (let round = 0; round < 3; round += 1) {
    for (let at = states.length - 2; at >= 0; at -= 1) {
      expect(ann.undo()).toEqual({ kind: 'undone', skipped: [] });
      expect(canonicalSnapshot(ann.snapshot)).toBe(states[at]);
    }
    expect(ann.canUndo).toBe(false);
    for (let at = 1; at < states.length; at += 1) {
      expect(ann.redo()).toEqual({ kind: 'undone', skipped: [] });
      expect(canonicalSnapshot(ann.snapshot)).toBe(states[at]);
    }
    expect(ann.canRedo).toBe(false);
  }
  expect(checkIntegrity(ann.snapshot)).toEqual([]);
});

test('a new edit ends what could be redone', () => {
  const { ann } = twoPeople();
  ann.transact((tx) => tx.items.modify('i', { title: 'one' }));
  ann.undo();
  ann.transact((tx) => tx.items.modify('i', { title: 'two' }));
  expect(ann.canRedo).toBe(false);
  ann.undo();
  expect(item(ann)?.title).toBe('Item');
});

test('a field goes back only if it is still what this person made it', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.modify('i', { title: 'ann', done: true }));
  bob.transact((tx) => tx.items.modify('i', { title: 'bob' }));
  expect(ann.undo()).toEqual({
    kind: 'partly',
    skipped: [{ table: 'items', id: 'i', field: 'title', reason: 'changed-by-others' }],
  });
  expect(item(ann)).toMatchObject({ title: 'bob', done: false });
});

test('counters go back by what was added; members and JSON members each for itself', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.modify('i', { meta: {} }));
  ann.transact((tx) => {
    tx.items.increment('i', 'votes', 5);
    tx.items.include('i', 'tags', 'a', 'b');
    tx.items.patch('i', 'meta', ['x'], 1);
    tx.items.patch('i', 'meta', ['y'], 1);
  });
  bob.transact((tx) => {
    tx.items.increment('i', 'votes', 2);
    tx.items.exclude('i', 'tags', 'b');
    tx.items.include('i', 'tags', 'c');
    tx.items.patch('i', 'meta', ['y'], 2);
  });
  expect(ann.undo()).toEqual({
    kind: 'partly',
    skipped: [
      { table: 'items', id: 'i', field: 'tags', reason: 'changed-by-others' },
      { table: 'items', id: 'i', field: 'meta', reason: 'changed-by-others' },
    ],
  });
  expect(item(ann)).toMatchObject({ votes: 2, tags: ['c'], meta: { y: 2 } });
});

test('an entity moves back only if it is still where this person put it', () => {
  const { ann, bob } = twoPeople();
  bob.transact((tx) => tx.items.insert({ id: 'j', list: 'l' }));
  ann.transact((tx) => tx.items.move('j', { after: null }));
  bob.transact((tx) => tx.items.move('j', { parent: 'i' }));
  expect(ann.undo()).toEqual({
    kind: 'nothing',
    skipped: [{ table: 'items', id: 'j', field: 'position', reason: 'changed-by-others' }],
  });
  ann.transact((tx) => tx.items.move('j', { parent: null }));
  bob.transact((tx) => tx.items.delete('i'));
  expect(ann.undo().kind).toBe('nothing');
  expect(ann.snapshot.children('items')).toEqual(['j']);
});

test('a deleted entity comes back with its text, and the others can type on in it', () => {
  const { ann, bob } = twoPeople();
  bob.transact(type(0, 'B'));
  ann.transact((tx) => tx.lists.delete('l'));
  expect(item(ann)).toBeUndefined();
  ann.undo();
  expect(note(ann)).toBe('Bhello world');
  expect(bob.undo().kind).toBe('undone');
  expect(note(ann)).toBe('hello world');
  expect(ann.redo()).toMatchObject({
    kind: 'nothing',
    skipped: [{ reason: 'in-use-by-others' }, { reason: 'in-use-by-others' }],
  });
  expect(note(ann)).toBe('hello world');
});

test('a deletion stays if somebody has made the entity anew', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.delete('i'));
  bob.transact((tx) => tx.items.insert({ id: 'i', list: 'l', note: 'mine' }));
  expect(ann.undo()).toEqual({
    kind: 'nothing',
    skipped: [{ table: 'items', id: 'i', reason: 'changed-by-others' }],
  });
  expect(note(ann)).toBe('mine');
});

test('an own entity goes only if nobody else has changed it or hung anything on it', () => {
  const { ann, bob } = twoPeople();
  const inUse = (id: string) => [{ table: 'items', id, reason: 'in-use-by-others' }];
  ann.transact((tx) => tx.items.insert({ id: 'a', list: 'l' }));
  bob.transact(type(0, 'x', 'a'));
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: inUse('a') });
  ann.transact((tx) => tx.items.insert({ id: 'b', list: 'l' }));
  bob.transact((tx) => tx.items.insert({ list: 'l' }, { parent: 'b' }));
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: inUse('b') });
  ann.transact((tx) => tx.items.insert({ id: 'c', list: 'l' }));
  ann.transact((tx) => tx.items.insert({ id: 'd', list: 'l' }, { parent: 'c' }));
  bob.transact((tx) => tx.items.modify('i', { blockedBy: 'd' }));
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: inUse('d') });
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: inUse('c') });
  bob.transact((tx) => tx.items.modify('i', { blockedBy: null }));
  ann.transact((tx) => tx.items.insert({ id: 'e', list: 'l' }));
  ann.transact((tx) => tx.items.insert({ id: 'f', list: 'l' }, { parent: 'e' }), { undoable: false });
  expect(ann.undo()).toEqual({ kind: 'nothing', skipped: inUse('e') });
  ann.transact((tx) => tx.items.insert({ id: 'g', list: 'l' }), { group: 'pair' });
  ann.transact((tx) => tx.items.insert({ id: 'h', list: 'l' }, { parent: 'g' }), { group: 'pair' });
  expect(ann.undo()).toEqual({ kind: 'undone', skipped: [] });
});

test("undo of an insertion never takes along what somebody else made, not even after this person's own undo of its deletion", () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.insert({ id: 'a', list: 'l' }));
  bob.transact((tx) => tx.items.insert({ id: 'b', list: 'l' }, { parent: 'a' }));
  ann.transact((tx) => tx.items.delete('b'));
  ann.undo();
  expect(ann.undo().kind).toBe('nothing');
  expect(ann.snapshot.table('items').has('b')).toBe(true);
});

test('what was there before a step does not go with what the step put it into', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.insert({ id: 'home', list: 'l' }));
  ann.transact((tx) => tx.items.insert({ id: 'e', list: 'l' }, { parent: 'home' }));
  ann.transact((tx) => {
    tx.items.insert({ id: 'frame', list: 'l' });
    tx.items.move('e', { parent: 'frame' });
  });
  bob.transact((tx) => tx.items.delete('home'));
  expect(ann.undo()).toEqual({
    kind: 'nothing',
    skipped: [
      { table: 'items', id: 'e', field: 'position', reason: 'changed-by-others' },
      { table: 'items', id: 'frame', reason: 'in-use-by-others' },
    ],
  });
  expect(ann.snapshot.table('items').get('e')?.parent).toBe('frame');
});

test('what others deleted meanwhile is passed over', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.insert({ id: 'a', list: 'l' }));
  ann.transact((tx) => tx.items.modify('i', { title: 'x' }));
  bob.transact((tx) => tx.lists.delete('l'));
  const gone = (id: string) => ({
    kind: 'nothing',
    skipped: [{ table: 'items', id, reason: 'deleted-by-others' }],
  });
  expect(ann.undo()).toEqual(gone('i'));
  expect(ann.undo()).toEqual(gone('a'));
});

test('a rule of the document that forbids a part of an undo is told', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.people.insert({ id: 'p', name: 'P', email: 'x' }));
  ann.transact((tx) => tx.people.modify('p', { email: 'y', name: 'Q' }));
  bob.transact((tx) => tx.people.insert({ id: 'q', name: 'Q', email: 'x' }));
  expect(ann.undo()).toEqual({
    kind: 'partly',
    skipped: [{ table: 'people', id: 'p', field: 'email', reason: 'conflict' }],
  });
  ann.transact((tx) => tx.items.delete('i'));
  bob.transact((tx) => tx.lists.delete('l'));
  expect(ann.undo()).toMatchObject({
    kind: 'nothing',
    skipped: [{ id: 'i', field: 'list', reason: 'conflict' }],
  });
  expect(ann.canRedo).toBe(false);
});

test('a group is one step, its texts included', () => {
  const { ann, bob } = twoPeople();
  const before = canonicalSnapshot(ann.snapshot);
  ann.transact(type(0, 'a'), { group: 'g' });
  ann.transact((tx) => tx.items.insert({ id: 'j', list: 'l', note: 'new' }), { group: 'g' });
  ann.transact(type(3, '!', 'j'), { group: 'g' });
  ann.transact(type(6, 'b'), { group: 'g' });
  const after = canonicalSnapshot(ann.snapshot);
  expect(ann.undo().kind).toBe('undone');
  expect(canonicalSnapshot(ann.snapshot)).toBe(before);
  expect(ann.redo().kind).toBe('undone');
  expect(canonicalSnapshot(ann.snapshot)).toBe(after);
  bob.transact(type(0, 'B', 'j'));
  expect(ann.undo()).toEqual({
    kind: 'partly',
    skipped: [{ table: 'items', id: 'j', reason: 'in-use-by-others' }],
  });
  expect([note(ann), note(ann, 'j')]).toEqual(['hello world', 'Bnew!']);
});

test('an entity that a group makes and deletes again leaves nothing to take back', () => {
  const { ann } = twoPeople();
  ann.transact((tx) => tx.items.insert({ id: 'j', list: 'l' }), { group: 'g' });
  ann.transact((tx) => tx.items.modify('i', { title: 'x' }), { group: 'g' });
  ann.transact((tx) => tx.items.delete('j'), { group: 'g' });
  expect(ann.undo()).toEqual({ kind: 'undone', skipped: [] });
  expect(ann.snapshot.table('items').size).toBe(1);
  expect(ann.redo().kind).toBe('undone');
  expect(item(ann)?.title).toBe('x');
});

test('the number of steps is bounded, the oldest go first', () => {
  const { ann, bob, clock } = twoPeople({ undoLimit: 3 });
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    clock.advance(1_000);
    ann.transact(type(0, text));
    bob.transact(type(0, '.'));
  }
  let steps = 0;
  while (ann.canUndo) {
    expect(ann.undo().kind).toBe('undone');
    steps += 1;
  }
  expect(steps).toBe(3);
  expect(note(ann)).toBe('....b.ahello world');
});

test('a listener may transact and undo, unless more changes are still to be told', () => {
  const { ann, bob } = twoPeople();
  let answer: unknown;
  const stop = ann.subscribe(({ cause }) => {
    if (cause !== 'remote' || answer !== undefined) return;
    ann.transact(type(0, 'seen '));
    try {
      ann.undo();
    } catch (error) {
      answer = isStatehouseError(error) ? error.code : error;
    }
  });
  bob.transact(type(0, 'B'));
  stop();
  expect(answer).toBe('db/undo-in-listener');
  expect(note(ann)).toBe('seen Bhello world');
  expect(ann.undo().kind).toBe('undone');
  expect(note(ann)).toBe('Bhello world');
});

test('a log that throws costs the steps, and nothing else', () => {
  const log = new SharedLog(sampleSchema);
  const inner = log.as('ann');
  let broken = false;
  const ann = createDocument({
    schema: sampleSchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    log: {
      get snapshot() {
        return inner.snapshot;
      },
      subscribe: inner.subscribe,
      commit: (operation) => {
        if (broken) throw new Error('disk full');
        return inner.commit(operation);
      },
    },
  });
  ann.transact((tx) => tx.people.insert({ id: 'p', name: 'P' }));
  broken = true;
  expect(() => ann.undo()).toThrow('disk full');
  expect([ann.canUndo, ann.snapshot.table('people').size]).toEqual([false, 1]);
  broken = false;
  ann.transact((tx) => tx.people.modify('p', { name: 'Q' }));
  expect(ann.undo().kind).toBe('undone');
});

test('a step that turned a tree round goes back as a whole, what it made included', () => {
  const { ann, clock } = twoPeople();
  ann.transact((tx) => {
    tx.items.insert({ id: 'a', list: 'l', note: '' });
    tx.items.insert({ id: 'b', list: 'l', note: '' }, { parent: 'a' });
  });
  clock.advance(1_000);
  const before = canonicalSnapshot(ann.snapshot);
  ann.transact((tx) => {
    tx.items.move('a', { parent: 'b' });
    tx.items.insert({ id: 'c', list: 'l', note: '' });
    tx.items.move('b', { parent: 'c' });
  });
  const turned = canonicalSnapshot(ann.snapshot);
  expect(ann.snapshot.get('items', 'a')?.parent).toBe('b');
  for (let time = 0; time < 2; time += 1) {
    expect(ann.undo()).toEqual({ kind: 'undone', skipped: [] });
    expect(canonicalSnapshot(ann.snapshot)).toBe(before);
    expect(ann.redo()).toEqual({ kind: 'undone', skipped: [] });
    expect(canonicalSnapshot(ann.snapshot)).toBe(turned);
  }
});
