import { createHub, createPlainStore, type HubOptions, type Problem } from '@statehouse/hub';
import { createRedactor, exportRecording, parseRecording } from '@statehouse/hub/recording';
import { VirtualTime } from '@statehouse/kernel/testing';
import { persistStore } from '@statehouse/persist';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';

interface Note {
  readonly type: string;
  readonly value?: unknown;
}

function notes() {
  return createPlainStore<readonly unknown[], Note>({
    initial: [],
    reduce: (all, { value }) => [...all, value],
    nameOf: ({ type }) => type,
  });
}

function hubWithNotes(options: HubOptions = {}) {
  const problems: Problem[] = [];
  const hub = createHub({ onProblem: (problem) => problems.push(problem), ...options });
  const store = notes();
  return { hub, store, handle: hub.add('notes', store), problems };
}

const redactor = createRedactor({ sensitive: ['token'], key: 'a key of more than sixteen bytes' });

function codeOf(run: () => unknown): unknown {
  try {
    return ['nothing was thrown', run()];
  } catch (error) {
    return Object(error).code;
  }
}

function cyclic(): object {
  const value: { self?: object; name: string } = { name: 'loop' };
  value.self = value;
  return value;
}

describe('bad input gets a coded error, and the state is what it was', () => {
  test('an action without a type', () => {
    const { hub, store, handle } = hubWithNotes();
    const before = [store.getState(), hub.journal.lastId];
    for (const type of [undefined, '', 7, null])
      expect(codeOf(() => Reflect.apply(handle.dispatch, undefined, [{ type, value: 1 }]))).toBe(
        'hub/no-type',
      );
    expect([store.getState(), hub.journal.lastId]).toEqual(before);
  });

  test('two stores of one name', () => {
    const { hub, store, handle } = hubWithNotes();
    handle.dispatch({ type: 'note', value: 1 });
    expect(codeOf(() => hub.add('notes', notes()))).toBe('hub/duplicate-store');
    expect(hub.store('notes')).toBe(store);
    handle.dispatch({ type: 'note', value: 2 });
    expect(store.getState()).toEqual([1, 2]);
  });

  test('a payload that holds itself can be journalled, gone back to and recorded, and is not kept', async () => {
    const { hub, store, handle } = hubWithNotes({ freezesStates: true });
    const kept = persistStore(store, { storage: createMemoryKeyValueStore(), key: 'notes' });
    await kept.restored;
    handle.dispatch({ type: 'note', value: 'first' });
    await kept.flush();
    const value = cyclic();
    handle.dispatch({ type: 'note', value });
    expect(store.getState()).toEqual(['first', value]);
    await expect(kept.flush()).rejects.toMatchObject({ code: 'persist/cyclic' });
    expect(kept.status).toMatchObject({ phase: 'failing', isSaved: false });
    hub.time.back();
    expect(handle.getShown()).toEqual(['first']);
    hub.time.resume();
    const text = [...exportRecording(hub, { redactor })].join('');
    expect(parseRecording(text).entries).toHaveLength(3);
    await expect(kept.stop()).rejects.toMatchObject({ code: 'persist/cyclic' });
  });

  test('a plugin that never comes to an end is told of, and the change goes on', () => {
    const time = new VirtualTime();
    const { store, handle, problems } = hubWithNotes({
      timers: time,
      plugins: [
        { name: 'endless', afterChange: ({ name }) => (name === 'note' ? new Promise(() => {}) : undefined) },
      ],
    });
    handle.dispatch({ type: 'note', value: 1 });
    time.advance(60_000);
    expect(problems.map(({ error }) => Object(error).code)).toEqual(['hub/plugin-timeout']);
    expect(store.getState()).toEqual([1]);
  });

  test('a store that changes while it tells of a change: every listener hears of both, in their order', () => {
    const { hub, store, handle } = hubWithNotes();
    const heard: unknown[] = [];
    hub.subscribe(({ changes }) => {
      if (changes[0]?.input !== undefined && store.getState().length === 1)
        handle.dispatch({ type: 'second', value: 2 });
    });
    hub.subscribe(({ id, name, causeId }) => heard.push([id, name, causeId]));
    handle.dispatch({ type: 'first', value: 1 });
    expect(store.getState()).toEqual([1, 2]);
    expect(heard).toEqual([
      [2, 'first', undefined],
      [3, 'second', 2],
    ]);
    expect([...hub.journal.entries(2)].map(({ changes }) => changes[0]?.states?.after)).toEqual([
      [1],
      [1, 2],
    ]);
  });

  test('a store that changes itself without end', () => {
    const { hub, store, handle, problems } = hubWithNotes();
    hub.react(handle, () => handle.dispatch({ type: 'again' }));
    handle.dispatch({ type: 'first' });
    expect(problems.map(({ error }) => Object(Object(error).cause).code)).toContain('hub/loop');
    expect(store.getState().length).toBeLessThan(1_000);
    expect(hub.journal.length).toBe(store.getState().length + 1);
  });

  test('a recording with a line cut, missing, doubled or foreign', () => {
    const { hub, handle } = hubWithNotes();
    for (let value = 0; value < 20; value += 1) handle.dispatch({ type: 'note', value });
    const lines = [...exportRecording(hub, { redactor })].join('').trimEnd().split('\n');
    const at = 12;
    const cut = (lines[at] ?? '').slice(0, 40);
    const broken: Readonly<Record<string, readonly string[]>> = {
      cut: lines.with(at, cut),
      missing: lines.toSpliced(at, 1),
      doubled: lines.toSpliced(at, 0, lines[at] ?? ''),
      foreign: lines.with(at, '{"hello":"world"}'),
      'nothing but a beginning': lines.slice(0, at),
    };
    for (const [name, damaged] of Object.entries(broken)) {
      const text = damaged.map((line) => `${line}\n`).join('');
      expect([name, String(codeOf(() => parseRecording(text)))]).toEqual([
        name,
        expect.stringMatching(/^hub\/recording-/),
      ]);
      const { entries } = parseRecording(text, { whenDamaged: 'prefix' });
      expect(entries.length).toBeGreaterThan(5);
    }
  });

  test('a storage full of foreign data: one begins anew, is told, and the foreign data stays', async () => {
    const foreign = new Map([
      ['persist:root', '{"cart":"{}"}'],
      ['notes', 'no head'],
      ['notes/head', '{"version":'],
      ['notes/g1/chunk/0', '\u0000\uffff'],
      ['notes-of-another', '[]'],
    ]);
    const contents = new Map(foreign);
    const store = notes();
    const kept = persistStore(store, { storage: createMemoryKeyValueStore(contents), key: 'notes' });
    await kept.restored;
    expect(store.getState()).toEqual([]);
    store.dispatch({ type: 'note', value: 1 });
    await kept.flush();
    const values = [...contents.values()].join('\n');
    for (const value of foreign.values()) expect(values).toContain(value);
    const again = notes();
    await persistStore(again, { storage: createMemoryKeyValueStore(contents), key: 'notes' }).restored;
    expect(again.getState()).toEqual([1]);
  });

  test('a migration that throws half-way: what is stored stays byte for byte', async () => {
    const contents = new Map<string, string>();
    const open = (version: number, up?: () => never) =>
      persistStore(notes(), {
        storage: createMemoryKeyValueStore(contents),
        key: 'notes',
        version,
        ...(up === undefined
          ? {}
          : {
              migrations: [
                { to: 2, up: (state: unknown) => state },
                { to: 3, up },
              ],
            }),
      });
    const store = notes();
    const kept = persistStore(store, {
      storage: createMemoryKeyValueStore(contents),
      key: 'notes',
      version: 1,
    });
    await kept.restored;
    store.dispatch({ type: 'note', value: 'precious' });
    await kept.flush();
    await kept.stop();
    const before = new Map(contents);
    const failing = open(3, () => {
      throw new Error('half-way');
    });
    await expect(failing.restored).rejects.toMatchObject({ code: 'persist/migration-failed' });
    expect(contents).toEqual(before);
  });
});
