import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { refuse } from './plugins/plugin.ts';
import type { Change } from './store/change.ts';
import { createPlainStore } from './store/plain-store.ts';
import type { Store } from './store/store.ts';
import { add, counterStore } from './testing/counter-store.ts';
import { codesOf, twoCounters } from './testing/two-counters.fixture.ts';

describe('a hub', () => {
  test('writes every change of every store in one order, with the states by reference', () => {
    const { hub, one, two, ones, told } = twoCounters();
    ones.dispatch(add(1));
    two.dispatch(add(5));
    const before = one.getState();
    one.dispatch(add(2));
    const entries = [...hub.journal.entries()];
    expect(entries.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      [1, 'joined', 'one'],
      [2, 'joined', 'two'],
      [3, 'action', 'add'],
      [4, 'action', 'add'],
      [5, 'action', 'add'],
    ]);
    expect(told).toEqual(entries);
    expect(entries[4]?.changes[0]).toMatchObject({ store: 'one', input: add(2) });
    expect(entries[4]?.changes[0]?.states?.before).toBe(before);
    expect(entries[4]?.changes[0]?.states?.after).toBe(one.getState());
  });

  test('knows what a change in the same turn came of, and says nothing of what it does not know', () => {
    const { hub, one, two, ones } = twoCounters();
    ones.subscribe((state) => state.value === 1 && two.dispatch(add(7)));
    one.watch(() => one.getState().value === 1 && two.dispatch(add(1)));
    one.dispatch(add(1));
    two.dispatch(add(2));
    const [, , first, inView, inReaction, alone] = [...hub.journal.entries()];
    expect(first?.causeId).toBeUndefined();
    expect(inView?.causeId).toBe(first?.id);
    expect(inReaction?.causeId).toBe(first?.id);
    expect(alone?.causeId).toBeUndefined();
  });

  test('takes what a store knows of causes where the turn does not say', () => {
    const { hub, one, two } = twoCounters();
    one.dispatch(add(1));
    const { lastId } = hub.journal;
    hub.causedBy(lastId, () => two.dispatch(add(1)));
    two.dispatch(add(2));
    expect([...hub.journal.entries(lastId + 1)].map(({ causeId }) => causeId)).toEqual([lastId, undefined]);
  });

  test('what was read from the journal stays as it was, however old it grows', () => {
    const { hub, one } = twoCounters({ journal: { maxEntries: 8 } });
    for (let count = 0; count < 4; count += 1) one.dispatch(add(1));
    const read = [...hub.journal.entries(3, 4), hub.journal.entry(5)];
    const states = read.map((entry) => entry?.changes[0]?.states);
    for (let count = 0; count < 40; count += 1) one.dispatch(add(1));
    expect(hub.journal.entry(5)?.changes[0]?.states).toBeUndefined();
    expect(read.map((entry) => entry?.changes[0]?.states)).toEqual(states);
    expect(states).not.toContain(undefined);
  });

  test('an entry that is read again is the same object, until it grows old', () => {
    const hub = createHub({ journal: { maxEntries: 4, maxOlderEntries: 100 } });
    const counts = hub.add('counter', counterStore());
    counts.dispatch(add(1));
    const read = hub.journal.entry(2);
    expect(read).toBeDefined();
    expect(hub.journal.entry(2)).toBe(read);
    expect([...hub.journal.entries(2, 2)][0]).toBe(read);
    for (let each = 0; each < 20; each += 1) counts.dispatch(add(1));
    expect(hub.journal.entry(2)?.changes[0]?.states).toBeUndefined();
    expect(read?.changes[0]?.states?.after).toEqual({ value: 1 });
  });

  test('a listener that listens twice is told twice, and stops once for each time', () => {
    const { hub, one } = twoCounters();
    let told = 0;
    const listen = () => hub.subscribe(listener);
    const listener = () => {
      told += 1;
    };
    const [stop] = [listen(), listen()];
    one.dispatch(add(1));
    stop();
    stop();
    one.dispatch(add(1));
    expect(told).toBe(3);
  });

  test('carries a cause along into timers and answers, where it is asked to', async () => {
    const { hub, two, ones } = twoCounters();
    const time = new VirtualTime();
    ones.subscribe(() => {
      time.after(
        5,
        hub.withCause(() => two.dispatch(add(1))),
      );
      time.after(9, () => two.dispatch(add(2)));
    });
    ones.dispatch(add(1));
    time.advance(10);
    await hub.effect(
      'ask',
      async () => 42,
      (answer) => two.dispatch(add(answer)),
    );
    const [dispatched, later, unknown, effect, answer] = [...hub.journal.entries(3)];
    expect([later?.causeId, unknown?.causeId]).toEqual([dispatched?.id, undefined]);
    expect(effect).toMatchObject({ kind: 'effect', name: 'ask', changes: [{ input: 42 }] });
    expect(answer?.causeId).toBe(effect?.id);
  });

  test('ends a loop of reactions, and names it', () => {
    const { hub, one, two, ones, twos, problems } = twoCounters();
    ones.subscribe(() => two.dispatch(add(1)));
    twos.subscribe(() => ones.dispatch(add(1)));
    one.dispatch(add(1));
    expect(codesOf(problems)).toEqual(['hub/listener-failed']);
    const [{ error } = { error: undefined }] = problems;
    expect(error instanceof Error && error.cause).toMatchObject({ code: 'hub/loop' });
    expect(hub.journal.lastId).toBe(102);
  });

  test('a store that changes while others are told of a change is told of after it, to all', () => {
    const { hub, one, two } = twoCounters();
    const order: string[] = [];
    hub.subscribe(({ id }) => {
      order.push(`first ${id}`);
      if (id === 3) two.dispatch(add(1));
    });
    hub.subscribe(({ id }) => order.push(`second ${id}`));
    one.dispatch(add(1));
    expect(order).toEqual(['first 3', 'second 3', 'first 4', 'second 4']);
  });

  test('refuses a second store of one name, and takes the name again when the first has left', () => {
    const { hub, ones } = twoCounters();
    expect(() => hub.add('one', counterStore())).toThrowError(
      expect.objectContaining({ code: 'hub/duplicate-store' }),
    );
    ones.leave();
    expect(hub.storeNames).toEqual(['two']);
    hub.add('one', counterStore(3)).dispatch(add(1));
    expect(hub.time.stateAt('one', hub.journal.lastId)).toEqual({ state: { value: 4 } });
  });

  test('says which stores there are when it is asked for another', () => {
    const { hub } = twoCounters();
    expect(() => hub.dispatch('three', add(1))).toThrowError(/It knows: \["one","two"\]/);
  });

  test('refuses an input without a name, and nothing changes', () => {
    const store = createPlainStore<number, string>({
      initial: 0,
      reduce: (state) => state + 1,
      nameOf: (input) => input,
    });
    const hub = createHub();
    hub.add('store', store);
    expect(() => store.dispatch('')).toThrowError(expect.objectContaining({ code: 'hub/no-type' }));
    expect(store.getState()).toBe(0);
  });

  test('freezes what is handed out, when it is told to', () => {
    const hub = createHub({ freezesStates: true });
    const store = createPlainStore<{ readonly list: number[] }, number>({
      initial: { list: [] },
      reduce: ({ list }, input) => ({ list: [...list, input] }),
    });
    hub.add('store', store).dispatch(1);
    expect(() => store.getState().list.push(2)).toThrowError(TypeError);
  });

  test('a store that only tells can still be asked about at the hub’s own door', () => {
    let state = 0;
    const listeners = new Set<(change: Change<number, number>) => void>();
    const simple: Store<number, number> = {
      getState: () => state,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      dispatch(input) {
        const before = state;
        state += input;
        const change = { kind: 'write', name: 'set', input, before, after: state, durationMs: 0 } as const;
        for (const listener of listeners) listener({ ...change, origin: 'local' });
      },
    };
    const hub = createHub({
      plugins: [
        { name: 'limit', beforeChange: ({ input }) => (input === 9 ? refuse('too much') : undefined) },
      ],
    });
    const handle = hub.add('simple', simple);
    handle.dispatch(1);
    expect(() => handle.dispatch(9)).toThrowError(/too much/);
    simple.dispatch?.(9);
    expect(state).toBe(10);
    expect([...hub.journal.entries(2)].map(({ outcome }) => outcome.kind)).toEqual([
      'applied',
      'refused',
      'applied',
    ]);
  });
});
