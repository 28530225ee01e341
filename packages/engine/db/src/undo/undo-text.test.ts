import { expect, test } from 'vitest';
import { type Edit, note, twoPeople, type } from '../testing/two-people.ts';

test('undo takes back what this person typed, wherever the others have moved it', () => {
  const { ann, bob } = twoPeople();
  ann.transact(type(5, ' brave'));
  bob.transact(type(0, '>> '));
  bob.transact((tx) => tx.items.text('i', 'note').insert(11, 'BOB'));
  expect(note(ann)).toBe('>> hello brBOBave world');
  expect(ann.undo().kind).toBe('undone');
  expect(note(ann)).toBe('>> helloBOB world');
  expect(ann.redo().kind).toBe('undone');
  expect(note(ann)).toBe('>> hello brBOBave world');
});

test('undo of a deletion brings the text back between what the others typed', () => {
  const { ann, bob } = twoPeople();
  ann.transact((tx) => tx.items.text('i', 'note').delete(0, 6));
  bob.transact(type(5, '!'));
  bob.transact(type(0, 'my '));
  expect(note(ann)).toBe('my world!');
  ann.undo();
  expect(note(ann)).toBe('hello my world!');
  ann.redo();
  expect(note(ann)).toBe('my world!');
});

test('what the others have deleted of an own insertion stays deleted', () => {
  const { ann, bob } = twoPeople();
  ann.transact(type(5, ' brave new'));
  bob.transact((tx) => tx.items.text('i', 'note').delete(5, 6));
  expect(note(ann)).toBe('hello new world');
  ann.undo();
  expect(note(ann)).toBe('hello world');
  ann.redo();
  expect(note(ann)).toBe('hello new world');
  bob.transact((tx) => tx.items.text('i', 'note').delete(5, 4));
  expect(ann.undo()).toEqual({
    kind: 'nothing',
    skipped: [{ table: 'items', id: 'i', field: 'note', reason: 'changed-by-others' }],
  });
});

test('own edits of one text nest: undone and redone in turn they come out exact', () => {
  const { ann, bob, clock } = twoPeople();
  const edits: Edit[] = [
    type(5, 'abc'),
    (tx) => tx.items.text('i', 'note').insert(6, 'X'),
    (tx) => tx.items.text('i', 'note').delete(4, 3),
  ];
  for (const edit of edits) {
    clock.advance(1_000);
    ann.transact(edit);
  }
  const done = note(ann);
  bob.transact(type(0, '# '));
  for (const _ of edits) ann.undo();
  expect(note(ann)).toBe('# hello world');
  bob.transact(type(2, '- '));
  for (const _ of edits) ann.redo();
  expect(note(ann)).toBe(`# - ${done}`);
});

test('typing on is one step, until it pauses, jumps, or something else is done', () => {
  const { ann, bob, clock } = twoPeople();
  const typeAll = (...parts: [number, string][]) => {
    for (const [at, text] of parts) ann.transact(type(at, text));
  };
  typeAll([0, 'a'], [1, 'b'], [2, 'c']);
  clock.advance(500);
  typeAll([3, 'd']);
  clock.advance(501);
  typeAll([4, 'e']);
  typeAll([0, 'f'], [1, 'g']);
  expect(note(ann)).toBe('fgabcdehello world');
  ann.undo();
  expect(note(ann)).toBe('abcdehello world');
  ann.undo();
  expect(note(ann)).toBe('abcdhello world');
  ann.undo();
  expect(note(ann)).toBe('hello world');
  ann.redo();
  expect(note(ann)).toBe('abcdhello world');
  ann.undo();
  ann.transact(type(0, 'x'));
  bob.transact(type(9, '!'));
  ann.transact(type(1, 'y'));
  ann.undo();
  expect(note(ann)).toBe('xhello wo!rld');
  ann.undo();
  typeAll([0, 'n']);
  ann.transact(type(1, 'm'), { name: 'named' });
  ann.undo();
  expect(note(ann)).toBe('nhello wo!rld');
});

test('a text that others deleted and brought back with other words keeps them; with the same words it can be undone', () => {
  const { ann, log } = twoPeople();
  const bob = log.as('bob');
  const incarnation = ann.snapshot.table('items').get('i')?.note.incarnation ?? '';
  const goAndComeBack = (text: string) => {
    bob.commit({ edits: [{ kind: 'delete', table: 'items', id: 'i' }] });
    const fields = { list: 'l', note: { incarnation, text }, title: 'Item' };
    const place = { parent: null, position: 'V' };
    bob.commit({ edits: [{ kind: 'insert', table: 'items', id: 'i', fields, place }] });
  };
  ann.transact(type(5, ' brave'));
  goAndComeBack('hello brave world');
  expect(ann.undo().kind).toBe('undone');
  expect(note(ann)).toBe('hello world');
  ann.redo();
  // Bob had not seen what Ann typed when he deleted the item.
  goAndComeBack('hello world');
  expect(ann.undo()).toEqual({
    kind: 'nothing',
    skipped: [{ table: 'items', id: 'i', field: 'note', reason: 'changed-by-others' }],
  });
  expect(note(ann)).toBe('hello world');
});

test('what is typed into a text that came back with other words has a history of its own', () => {
  const { ann, log } = twoPeople();
  const bob = log.as('bob');
  const incarnation = ann.snapshot.table('items').get('i')?.note.incarnation ?? '';
  ann.transact(type(5, ' brave'));
  bob.commit({ edits: [{ kind: 'delete', table: 'items', id: 'i' }] });
  const fields = { list: 'l', note: { incarnation, text: 'hello world' }, title: 'Item' };
  const place = { parent: null, position: 'V' };
  bob.commit({ edits: [{ kind: 'insert', table: 'items', id: 'i', fields, place }] });
  ann.transact((tx) => tx.items.text('i', 'note').insert(6, 'new '));
  expect(ann.undo().kind).toBe('undone');
  expect(ann.undo().kind).toBe('nothing');
  const delta = ['>> '];
  const changes = { note: { kind: 'text' as const, incarnation, delta } };
  bob.commit({ edits: [{ kind: 'modify', table: 'items', id: 'i', changes }] });
  expect(ann.redo().kind).toBe('undone');
  expect(note(ann)).toBe('>> hello new world');
});

test('what is not to be undone is passed over like the edits of others', () => {
  const { ann } = twoPeople();
  ann.transact(type(0, 'one '));
  ann.transact(type(0, 'two '), { undoable: false });
  expect(ann.undo().kind).toBe('undone');
  expect(note(ann)).toBe('two hello world');
  expect(ann.canUndo).toBe(false);
});

test('a text that others have edited too often since can no longer be carried over, and its steps are forgotten', () => {
  const { ann, bob } = twoPeople();
  ann.transact(type(0, 'a'));
  for (let round = 0; round <= 10_000; round += 1) bob.transact(type(0, '.'));
  expect(ann.canUndo).toBe(false);
  ann.transact(type(0, 'b'));
  ann.undo();
  for (let round = 0; round <= 10_000; round += 1) bob.transact(type(0, '.'));
  expect(ann.canRedo).toBe(false);
});
