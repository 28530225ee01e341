import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { createPlainStore } from '../store/plain-store.ts';
import type { Store } from '../store/store.ts';
import { add, type Count, type CountInput, counterStore } from '../testing/counter-store.ts';
import { exportRecording, exportRecordingInTurns } from './export-recording.ts';
import { parseRecording } from './parse-recording.ts';
import { noteHub, recorded, redactor, replayed } from './testing/recorded.ts';

describe('a recording', () => {
  test('says of each entry what it was, what led to it, and what it changed', async () => {
    const hub = createHub({ stopwatch: new VirtualTime() });
    const counter = counterStore();
    const counts = hub.add('counter', counter);
    await hub.effect(
      'ask',
      async () => ({ amount: 5 }),
      ({ amount }) => counts.dispatch(add(amount)),
    );
    expect(() => counts.dispatch({ type: 'fail' })).toThrowError();
    const { header, starts, entries } = recorded(hub, { note: 'of one counter' });
    expect(header).toMatchObject({
      version: 1,
      note: 'of one counter',
      keyId: redactor.keyId,
      from: 1,
      to: 4,
    });
    expect(header.stores).toEqual([
      { name: 'counter', can: ['dispatch', 'intercept', 'restore', 'reduce', 'show', 'batch'] },
    ]);
    expect(starts.size).toBe(0);
    const [joined, effect, added, failed] = entries;
    expect(joined).toMatchObject({ kind: 'joined', changes: [{ state: { value: 0 } }] });
    expect(effect).toMatchObject({ kind: 'effect', name: 'ask', changes: [{ input: { amount: 5 } }] });
    expect(added).toMatchObject({
      causeId: 2,
      changes: [{ input: add(5), paths: [{ path: ['value'], value: 5 }] }],
    });
    expect(failed).toMatchObject({
      outcome: { kind: 'failed', error: { '⟦error⟧': { message: 'told to fail' } } },
      changes: [{ input: { type: 'fail' } }],
    });
    expect(failed?.changes[0]).not.toHaveProperty('hash');
  });

  test('says which guards were asked and which actions ran, and what those threw', () => {
    const counter = counterStore();
    const error = Object.assign(new Error('not with canary-in-a-note'), { token: 'canary-in-a-note' });
    const telling: ReturnType<typeof counterStore> = {
      ...counter,
      subscribe: (listener) =>
        counter.subscribe((change) =>
          listener({
            ...change,
            notes: [
              { kind: 'guard', name: 'isOpen', passed: true },
              { kind: 'action', name: 'tell', error },
              { kind: 'action', name: 'count' },
            ],
          }),
        ),
    };
    const hub = createHub();
    hub.add('counter', telling).dispatch(add(1));
    const [, added] = recorded(hub).entries;
    const notes = added?.changes[0]?.notes;
    expect(notes).toEqual([
      { kind: 'guard', name: 'isOpen', passed: true },
      { kind: 'action', name: 'tell', error: expect.anything() },
      { kind: 'action', name: 'count' },
    ]);
    expect(JSON.stringify(notes)).toContain('not with ⟦secret:');
    expect(JSON.stringify(notes)).not.toContain('canary');
  });

  test('ends in states that a store takes back', async () => {
    const hub = createHub();
    const counts = hub.add('counter', counterStore());
    for (let each = 1; each <= 4; each += 1) counts.dispatch(add(each));
    const result = await replayed(recorded(hub), { counter: counterStore() });
    expect(result).toMatchObject({ ok: true, entries: 5, madeAgain: 4, taken: 1, unchecked: 0, gaps: [] });
    const fresh = counterStore();
    const state = result.ok ? result.states.get('counter') : undefined;
    fresh.restore({ value: Object(state).value });
    expect(fresh.getState()).toEqual({ value: 10 });
  });

  test('takes a store that has no reduce from the tape, whatever the size of its states', async () => {
    const { hub, notes } = noteHub<readonly string[]>([], (lines, text) => [...lines, text]);
    for (let line = 0; line < 20; line += 1) notes.dispatch(`${line} ${'long '.repeat(1_000)}`);
    const whole = recorded(hub);
    // The tape of a store that could be run again holds hashes for values as large as that.
    await expect(replayed(whole, {})).rejects.toMatchObject({ code: 'hub/recording-incomplete' });

    const other = createHub();
    const lines = createPlainStore<readonly string[], string>({
      initial: [],
      reduce: (state, text) => [...state, text],
    });
    const { reduce: _, ...silent } = lines;
    const handle = other.add('note', silent);
    for (let line = 0; line < 20; line += 1) handle.dispatch(`${line} ${'long '.repeat(1_000)}`);
    expect(await replayed(recorded(other), {})).toMatchObject({ ok: true, madeAgain: 0, taken: 21 });
    expect(await replayed(recorded(other), { note: lines.reduce })).toMatchObject({
      ok: true,
      madeAgain: 20,
    });
  });

  test('says so where the states of a store without reduce are gone', async () => {
    const hub = createHub({ journal: { maxEntries: 10 } });
    const { reduce: _, ...silent } = counterStore();
    const counts = hub.add('counter', silent);
    for (let each = 0; each < 50; each += 1) counts.dispatch(add(1));
    const result = await replayed(recorded(hub), {});
    expect(result).toMatchObject({ ok: true, entries: 51 });
    expect(result.ok && result.unchecked).toBeGreaterThan(30);
    expect(result.ok && result.states.get('counter')).toEqual({ value: 50 });
  });

  test('tells of changes that nobody wrote down', async () => {
    let state: Count = { value: 0 };
    const listeners = new Set<Parameters<Store<Count, CountInput>['subscribe']>[0]>();
    const leaky: Store<Count, CountInput> = {
      getState: () => state,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      reduce: counterStore().reduce,
      dispatch(input) {
        const before = state;
        state = counterStore().reduce(state, input);
        const change = { kind: 'action', name: 'add', input, before, after: state } as const;
        for (const listener of listeners) listener({ ...change, origin: 'local', durationMs: 0 });
      },
    };
    const hub = createHub();
    const counts = hub.add('counter', leaky);
    counts.dispatch(add(1));
    state = { value: 100 };
    counts.dispatch(add(1));
    const result = await replayed(recorded(hub), { counter: leaky });
    expect(result).toMatchObject({ ok: true, gaps: [{ entry: 3, store: 'counter' }] });
    expect(result.ok && result.states.get('counter')).toEqual({ value: 101 });
  });

  test('keeps the two stores apart that had one name after another', async () => {
    const hub = createHub();
    const first = hub.add('note', counterStore());
    first.dispatch(add(1));
    first.leave();
    const second = createPlainStore<string, string>({ initial: '', reduce: (text, more) => text + more });
    hub.add('note', second).dispatch('more');
    const result = await replayed(recorded(hub), { note: second });
    expect(result).toMatchObject({ ok: true, madeAgain: 1 });
    expect(result.ok && result.states.get('note')).toBe('more');
  });

  test('keeps what a form makes of states that are not plain, and gives it back', async () => {
    class Money {
      readonly #cents: number;
      constructor(cents: number) {
        this.#cents = cents;
      }
      get cents() {
        return this.#cents;
      }
    }
    const money = createPlainStore<Money, number>({
      initial: new Money(0),
      reduce: (before, cents) => new Money(before.cents + cents),
    });
    const hub = createHub();
    const handle = hub.add('money', money);
    for (const cents of [5, 7]) handle.dispatch(cents);
    const forms = {
      money: {
        toPlain: ({ cents }: Money) => ({ cents }),
        fromPlain: (plain: unknown) => new Money(Object(plain).cents),
      },
    };
    const unchecked = await replayed(recorded(hub), { money });
    expect(unchecked).toMatchObject({ ok: true, madeAgain: 0, unchecked: 3 });
    const recording = recorded(hub, { forms });
    expect(recording.entries.at(-1)?.changes[0]?.paths).toEqual([{ path: ['cents'], value: 12 }]);
    const result = await replayed(recording, { money }, { forms });
    expect(result.ok && result.states.get('money')).toEqual(new Money(12));
    expect(result).toMatchObject({ ok: true, madeAgain: 2 });
  });

  test('is fixed when it is asked for, whatever happens before it is written', async () => {
    const hub = createHub({ journal: { maxEntries: 10, maxOlderEntries: 10 } });
    const counter = counterStore();
    const counts = hub.add('counter', counter);
    for (let each = 0; each < 5; each += 1) counts.dispatch(add(1));
    const lines = exportRecording(hub, { redactor });
    const written = [lines.next().value];
    for (let each = 0; each < 100; each += 1) counts.dispatch(add(1));
    const result = await replayed(parseRecording([...written, ...lines].join('')), { counter });
    expect(result.ok && result.states.get('counter')).toEqual({ value: 5 });
  });

  test('is the same when it is made in turns, in which the hub goes on', async () => {
    const time = new VirtualTime();
    const hub = createHub({ stopwatch: time });
    const counts = hub.add('counter', counterStore());
    for (let each = 0; each < 500; each += 1) counts.dispatch(add(1));
    const expected = [...exportRecording(hub, { redactor })];
    // Each look at the watch takes a millisecond.
    const stopwatch = {
      nowMs() {
        time.advance(1);
        return time.nowMs();
      },
    };
    let turns = 0;
    const timers = {
      after(_: number, go: () => void) {
        turns += 1;
        counts.dispatch(add(1));
        go();
        return () => undefined;
      },
    };
    const lines = await exportRecordingInTurns(hub, { redactor, timers, stopwatch });
    expect([...lines]).toEqual(expected);
    expect(turns).toBeGreaterThan(100);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(exportRecordingInTurns(hub, { redactor, timers, signal })).rejects.toThrowError('enough');
  });

  test('holds an input that leads back into itself', async () => {
    const hub = createHub();
    const sink = createPlainStore<number, object>({ initial: 0, reduce: (count) => count + 1 });
    const input: Record<string, unknown> = { type: 'loop' };
    input.self = input;
    hub.add('sink', sink).dispatch(input);
    const recording = recorded(hub);
    expect(recording.entries[1]?.changes[0]?.input).toEqual({ type: 'loop', self: '⟦cycle⟧' });
    expect(await replayed(recording, { sink })).toMatchObject({ ok: true, madeAgain: 1 });
  });
});
