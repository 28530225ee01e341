import { expect, test } from 'vitest';
import { refused, withItem } from '../testing/sample-database.ts';

test('a text is spliced in UTF-16 units, inside its bounds, and never through a surrogate pair', () => {
  const db = withItem();
  db.transact((tx) => tx.items.text('i', 'note').replace('a🙂b'));
  const splice = (position: number, count: number, insert = '') =>
    refused((tx) => tx.items.text('i', 'note').splice(position, count, insert), db);
  expect(splice(2, 0, 'x')).toBe('db/splits-surrogate');
  expect(splice(0, 2)).toBe('db/splits-surrogate');
  expect(splice(2, 1)).toBe('db/splits-surrogate');
  expect(splice(0, 5)).toBe('db/out-of-range');
  expect(splice(5, 0)).toBe('db/out-of-range');
  expect(splice(-1, 0)).toBe('db/out-of-range');
  expect(splice(0.5, 0)).toBe('db/out-of-range');
  expect(splice(0, 0, '\ud83d')).toBe('db/wrong-type');
  expect(splice(1, 2, '🎈')).toBe('ok');
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe('a🎈b');
});

test('replacing a text leaves its common beginning and end alone, and splits no pair', () => {
  const db = withItem();
  const deltaOf = (before: string, after: string) => {
    db.transact((tx) => tx.items.text('i', 'note').replace(before));
    const [edit] = db.transact((tx) => tx.items.text('i', 'note').replace(after)).operation?.edits ?? [];
    expect(db.snapshot.table('items').get('i')?.note.toString()).toBe(after);
    const change = edit?.kind === 'modify' ? edit.changes.note : undefined;
    return change?.kind === 'text' ? change.delta : undefined;
  };
  expect(deltaOf('hello world', 'hello brave world')).toEqual([6, 'brave ']);
  expect(deltaOf('aaa', 'aa')).toEqual([2, -1]);
  expect(deltaOf('🙂', '🙃')).toEqual(['🙃', -2]);
  expect(deltaOf('x🙂y', 'x🙃y')).toEqual([1, '🙃', -2]);
  expect(deltaOf('🙂', '\u{1fa42}')).toEqual(['\u{1fa42}', -2]);
  expect(deltaOf('same', 'same')).toBeUndefined();
});
