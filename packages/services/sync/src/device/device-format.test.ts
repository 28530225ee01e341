import { isStatehouseError, type Json } from '@statehouse/kernel';
import { createMemoryKeyValueStore, type KeyValueWrite } from '@statehouse/storage';
import { expect, test } from 'vitest';
import type { OwnEntity } from '../setbacks/own-writes.ts';
import type { DocumentConflict, RefusedOperation } from '../setbacks/setback.ts';
import { addNote, vote } from '../testing/notes.ts';
import {
  afterPrefix,
  clientPrefix,
  documentPrefix,
  effectText,
  loadStored,
  metaKey,
  metaText,
  pendingKey,
  pendingText,
  rowKey,
  rowText,
  tailKey,
} from './device-format.ts';
import { ownKey, ownText, setbackWrites } from './device-setbacks.ts';

const prefix = documentPrefix('c1', 'd');
const row = { fields: { title: 'One' } };
const effect = [{ kind: 'insert', table: 'notes', id: 'n2', row }] as const;
const sent = { operation: vote('n1'), base: 7 };

const skipped: DocumentConflict = {
  key: '8/0',
  version: 8,
  timeMs: 5,
  conflict: { kind: 'entity-missing', table: 'notes', id: 'n1', lost: null },
  author: 'zoe',
  client: 'z',
};
const lost: DocumentConflict = {
  key: '12/0',
  version: 12,
  timeMs: 6,
  conflict: {
    kind: 'overwritten',
    table: 'notes',
    id: 'n/1',
    field: 'meta',
    path: ['a'],
    lost: 1,
    won: null,
  },
};
const refused: RefusedOperation = {
  sequence: 2,
  code: 'server/read-only',
  message: 'No.',
  operation: vote('n1'),
  timeMs: 7,
  client: 'c/2',
};
const own: OwnEntity = {
  table: 'notes',
  id: 'n/1',
  version: 11,
  slots: [
    { slot: [], version: 9 },
    { slot: ['meta', 'a'], version: 11 },
  ],
};

function conflictText(conflict: Json): string {
  return JSON.stringify({ key: '8/0', version: 8, timeMs: 5, conflict });
}

function keyAndValue({ key, value }: KeyValueWrite): readonly [string, string] {
  return [key, value ?? ''];
}

function whole(): Map<string, string> {
  return new Map([
    [metaKey(prefix), metaText(12, 5)],
    [rowKey(prefix, 'notes', 'n1'), rowText(row)],
    [tailKey(prefix, 9), effectText(effect)],
    [tailKey(prefix, 12), effectText([])],
    [pendingKey(prefix, 3), pendingText({ operation: vote('n1', 2), seen: undefined, sent })],
    [pendingKey(prefix, 4), pendingText({ operation: addNote('n3'), seen: 11, sent: undefined })],
    [ownKey(prefix, 'notes', 'n/1'), ownText(own)],
    ...setbackWrites(prefix, { conflicts: [lost, skipped], refused: [refused] }).map(keyAndValue),
  ]);
}

function load(contents: Map<string, string>) {
  return loadStored(createMemoryKeyValueStore(contents), prefix);
}

/** The code with which reading fails, and whether the device is as it was. */
async function failure(contents: Map<string, string>): Promise<unknown> {
  const before = new Map(contents);
  const error: unknown = await load(contents).catch((caught: unknown) => caught);
  expect(contents).toEqual(before);
  return isStatehouseError(error) ? error.code : error;
}

test('what was written is what is read', async () => {
  expect(await load(whole())).toEqual({
    copy: true,
    version: 12,
    nextSequence: 5,
    rows: [['notes', 'n1', row]],
    tail: [
      { version: 9, effect },
      { version: 12, effect: [] },
    ],
    pending: [
      { sequence: 3, operation: vote('n1', 2), seen: undefined, sent },
      { sequence: 4, operation: addNote('n3'), seen: 11, sent: undefined },
    ],
    conflicts: [skipped, lost],
    refused: [refused],
    own: [own],
  });
});

test('what an earlier format kept is read as it is', async () => {
  const contents = new Map([
    [metaKey(prefix), '{"format":1,"nextSequence":5,"version":12}'],
    [pendingKey(prefix, 4), '{"operation":{"edits":[]},"sent":{"operation":{"edits":[]},"base":12}}'],
  ]);
  expect(await load(contents)).toMatchObject({
    copy: true,
    version: 12,
    pending: [{ sequence: 4, seen: undefined, sent: { base: 12 } }],
    conflicts: [],
    refused: [],
    own: [],
  });
});

test('setbacks that another queue has left are found where there is no copy of the document', async () => {
  const contents = new Map(setbackWrites(prefix, { conflicts: [lost], refused: [refused] }).map(keyAndValue));
  expect(await load(contents)).toMatchObject({
    copy: false,
    version: 0,
    conflicts: [lost],
    refused: [refused],
  });
  contents.set(rowKey(prefix, 'notes', 'n1'), rowText(row));
  expect(await load(contents)).toMatchObject({ copy: false, rows: [] });
});

test('a device that holds nothing, or only other documents and clients, holds nothing', async () => {
  expect(await load(new Map())).toBeUndefined();
  const contents = new Map([
    [metaKey(documentPrefix('c1', 'd2')), metaText(1, 1)],
    [metaKey(documentPrefix('c2', 'd')), metaText(1, 1)],
  ]);
  expect(await load(contents)).toBeUndefined();
});

test('versions and sequences come back in their order, not in that of their letters', async () => {
  const contents = new Map([[metaKey(prefix), metaText(101, 1)]]);
  for (const version of [101, 9, 10, 100]) contents.set(tailKey(prefix, version), effectText([]));
  const stored = await load(contents);
  expect(stored?.tail.map(({ version }) => version)).toEqual([9, 10, 100, 101]);
});

test('documents, clients and ids may have slashes and any letters in their names', async () => {
  const odd = documentPrefix('c/1', 'a/b c%2F');
  const contents = new Map([
    [metaKey(odd), metaText(1, 1)],
    [rowKey(odd, 'notes', 'x/y/z'), rowText(row)],
    [metaKey(documentPrefix('c', '1/a')), metaText(9, 9)],
  ]);
  const stored = await loadStored(createMemoryKeyValueStore(contents), odd);
  expect(stored).toMatchObject({ version: 1, rows: [['notes', 'x/y/z', row]] });
});

test('one client id that begins as another does is another', async () => {
  const store = createMemoryKeyValueStore(new Map([[metaKey(documentPrefix('c10', 'd')), metaText(1, 1)]]));
  expect(await store.range(clientPrefix('c1'), afterPrefix(clientPrefix('c1')))).toEqual([]);
});

test.each([
  ['meta that is not JSON', metaKey(prefix), '{"version"'],
  ['meta without a version', metaKey(prefix), '{"format":1,"nextSequence":1}'],
  ['a tail that is not JSON', tailKey(prefix, 9), 'x'],
  ['a pending operation that is no object', pendingKey(prefix, 3), '[]'],
  ['a sent form without a base', pendingKey(prefix, 3), '{"operation":{"edits":[]},"sent":{}}'],
  ['an effect of a wrong shape', tailKey(prefix, 9), '[{"kind":"insert"}]'],
  ['an operation of a wrong shape', pendingKey(prefix, 3), '{"operation":{"edits":[{"kind":"swap"}]}}'],
  ['a row of a wrong shape', rowKey(prefix, 'notes', 'n1'), '{"cells":[]}'],
  [
    'a conflict of an unknown kind',
    `${prefix}conflict/8/0`,
    conflictText({ kind: 'odd', table: 't', id: 'x', lost: 1 }),
  ],
  [
    'a lost write without what was lost',
    `${prefix}conflict/8/0`,
    conflictText({ kind: 'deleted', table: 't', id: 'x' }),
  ],
  ['a lost write without an entity', `${prefix}conflict/8/0`, conflictText({ kind: 'deleted', lost: 1 })],
  [
    'a refusal without its operation',
    `${prefix}refused/2`,
    '{"sequence":2,"code":"c","message":"m","timeMs":1}',
  ],
  ['an own slot without a version', `${prefix}own/notes/n1`, '{"version":1,"slots":[["title"]]}'],
  ['a version that is no number', `${prefix}tail/nine`, '[]'],
  ['a sequence that is absent', `${prefix}pending/`, '{"operation":{"edits":[]}}'],
])('%s is damage, and nothing is changed', async (_, key, value) => {
  expect(await failure(whole().set(key, value))).toBe('sync/device-damaged');
});

test('a newer format is refused as such', async () => {
  const newer = whole().set(metaKey(prefix), '{"format":3,"nextSequence":1,"version":1}');
  expect(await failure(newer)).toBe('sync/device-newer');
});

test('a newer format is recognised though its meta has another shape', async () => {
  const newer = whole().set(metaKey(prefix), '{"format":3,"head":{"version":1}}');
  expect(await failure(newer)).toBe('sync/device-newer');
});
