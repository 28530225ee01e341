import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createHub } from './hub.ts';
import type { JournalEntry } from './journal/journal-entry.ts';
import { type Problem, refuse, replaceWith } from './plugins/plugin.ts';
import type { Change } from './store/change.ts';
import { createPlainStore } from './store/plain-store.ts';
import type { Store } from './store/store.ts';
import { add, type Count, counterStore } from './testing/counter-store.ts';

function twoCounters(options: Parameters<typeof createHub>[0] = {}) {
  const problems: Problem[] = [];
  const hub = createHub({ onProblem: (problem) => problems.push(problem), ...options });
  const one = counterStore();
  const two = counterStore(10);
  const told: JournalEntry[] = [];
  hub.subscribe((entry) => told.push(entry));
  return { hub, one, two, ones: hub.add('one', one), twos: hub.add('two', two), told, problems };
}

function codesOf(problems: readonly Problem[]): unknown[] {
  return problems.map(({ error }) =>
    typeof error === 'object' && error !== null && 'code' in error ? error.code : error,
  );
}

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

describe('a batch', () => {
  test('is one entry and one notification', () => {
    const { hub, one, ones, twos, told } = twoCounters();
    let views = 0;
    one.watch(() => {
      views += 1;
    });
    hub.batch('both', (send) => {
      send(ones, add(1));
      send(twos, add(2));
      send(ones, add(3));
    });
    const [entry, ...more] = told.slice(2);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ kind: 'batch', name: 'both', outcome: { kind: 'applied' } });
    expect(entry?.changes.map(({ store, input }) => [store, input])).toEqual([
      ['one', add(1)],
      ['two', add(2)],
      ['one', add(3)],
    ]);
    expect(views).toBe(1);
  });

  test('changes nothing when any part of it is refused', () => {
    const { hub, one, two, ones, twos } = twoCounters({
      plugins: [
        { name: 'two is shut', beforeChange: ({ store }) => (store === 'two' ? refuse('shut') : undefined) },
      ],
    });
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, add(2));
      });
    expect(fill).toThrowError(expect.objectContaining({ code: 'hub/refused' }));
    expect([one.getState().value, two.getState().value]).toEqual([0, 10]);
  });

  test('asks plugins once for each step, and applies what they left', () => {
    let asked = 0;
    const double = {
      name: 'double',
      beforeChange({ input }: { readonly input: unknown }) {
        asked += 1;
        return typeof input === 'object' && input !== null && 'amount' in input
          ? replaceWith(add(Number(input.amount) * 2))
          : undefined;
      },
    };
    const { hub, one, ones } = twoCounters({ plugins: [double] });
    hub.batch('twice', (send) => {
      send(ones, add(1));
      send(ones, add(2));
    });
    expect([one.getState().value, asked]).toEqual([6, 2]);
  });

  test('a step that throws takes the others back, and the journal says what happened', () => {
    const { hub, one, two, ones, twos } = twoCounters();
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/step 2 \(fail of two\); what came before it was undone/);
    expect([one.getState().value, two.getState().value]).toEqual([0, 10]);
    expect(hub.journal.entry(3)).toMatchObject({ kind: 'batch', outcome: { kind: 'failed' }, changes: [] });
    expect(hub.time.stateAt('one', 3)).toEqual({ state: { value: 0 } });
  });

  test('asks about an input for one store, although another gets the same', () => {
    const asked: string[] = [];
    const numbers = () => createPlainStore<number, number>({ initial: 0, reduce: (sum, one) => sum + one });
    const hub = createHub({
      plugins: [
        {
          name: 'witness',
          beforeChange({ store }) {
            asked.push(store);
            return undefined;
          },
        },
      ],
    });
    const [first, second] = [numbers(), numbers()];
    const ones = hub.add('first', first);
    hub.add('second', second);
    first.watch(() => second.getState() === 0 && second.dispatch(1));
    hub.batch('one', (send) => send(ones, 1));
    expect(asked).toEqual(['first', 'second']);
  });

  test('a store that cannot go back after all keeps what it did, and the entry says so', () => {
    const { hub, one, ones, twos } = twoCounters();
    one.restore = () => {
      throw new Error('no way back');
    };
    const stubborn = counterStore();
    const stubbornHandle = hub.add('stubborn', { ...stubborn, restore: one.restore });
    const fill = () =>
      hub.batch('three', (send) => {
        send(stubbornHandle, add(4));
        send(ones, add(0));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/undone, but for stubborn/);
    expect(hub.journal.entry(4)?.changes.map(({ store }) => store)).toContain('stubborn');
    expect(stubborn.getState().value).toBe(4);
  });

  test('what others did because a batch was taken back stands in its entry', () => {
    const { hub, one, ones, twos } = twoCounters();
    const echo = counterStore();
    hub.add('echo', echo);
    one.watch(() => echo.dispatch(add(one.getState().value + 1)));
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/undone/);
    const entry = hub.journal.entry(4);
    expect(entry?.changes.map(({ store }) => store)).toEqual(['echo', 'echo']);
    expect(hub.time.stateAt('echo', 4)).toEqual({ state: echo.getState() });
  });

  test('a step that throws leaves those before it, when that is the policy', () => {
    const { hub, one, ones, twos } = twoCounters({ whenBatchFails: 'keep' });
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/was kept/);
    expect(one.getState().value).toBe(1);
    expect(hub.time.stateAt('one', 3)).toEqual({ state: { value: 1 } });
  });

  test('what reacts to a batch has it as its cause', () => {
    const { hub, two, ones } = twoCounters();
    ones.subscribe(() => two.dispatch(add(1)));
    hub.batch('one', (send) => send(ones, add(1)));
    expect(hub.journal.entry(4)).toMatchObject({ causeId: 3, changes: [{ store: 'two' }] });
  });

  test('has no other batch inside, and takes nothing after its function', () => {
    const { hub, ones } = twoCounters();
    const nested = () =>
      hub.batch('outer', (send) => {
        send(ones, add(1));
        hub.batch('inner', () => {});
      });
    expect(nested).not.toThrow();
    let late: (() => void) | undefined;
    hub.batch('late', (send) => {
      late = () => send(ones, add(1));
    });
    expect(() => late?.()).toThrowError(expect.objectContaining({ code: 'hub/batch-closed' }));
  });
});

describe('errors', () => {
  test('a reducer that throws leaves the state as it was, and is written down with its input', () => {
    const { hub, one, ones } = twoCounters();
    const before = one.getState();
    expect(() => ones.dispatch({ type: 'fail' })).toThrowError('told to fail');
    expect(one.getState()).toBe(before);
    expect(hub.journal.entry(3)).toMatchObject({
      outcome: { kind: 'failed', error: new Error('told to fail') },
      changes: [{ store: 'one', input: { type: 'fail' } }],
    });
    one.dispatch(add(1));
    expect(hub.journal.entry(4)?.causeId).toBeUndefined();
  });

  test('can be held, and are told of', () => {
    const problems: Problem[] = [];
    const hub = createHub({ onProblem: (problem) => problems.push(problem) });
    const store = counterStore();
    hub.add('store', store, { whenFailed: 'hold' });
    store.dispatch({ type: 'fail' });
    expect(problems).toMatchObject([{ place: 'store', input: { type: 'fail' } }]);
  });

  test('can take a store back to its newest checkpoint', () => {
    const hub = createHub();
    const store = counterStore();
    const handle = hub.add('store', store, { whenFailed: 'checkpoint' });
    handle.dispatch(add(1));
    hub.checkpoints.save('good');
    handle.dispatch(add(1));
    handle.dispatch({ type: 'fail' });
    expect(store.getState()).toEqual({ value: 1 });
    expect(hub.journal.entry(hub.journal.lastId)).toMatchObject({ kind: 'restore' });
  });

  test('a listener that throws harms no other, and no change', () => {
    const { hub, one, problems } = twoCounters();
    const heard: number[] = [];
    hub.subscribe(() => {
      throw new Error('listener');
    });
    hub.subscribe(({ id }) => heard.push(id));
    one.dispatch(add(1));
    expect(heard).toEqual([3]);
    expect(codesOf(problems)).toEqual(['hub/listener-failed']);
  });

  test('one who is told of a change and throws does not undo it', () => {
    const { hub, one, two } = twoCounters();
    one.watch(() => {
      throw new Error('a view');
    });
    expect(() => one.dispatch(add(1))).toThrowError('a view');
    two.dispatch(add(1));
    expect([...hub.journal.entries(3)].map(({ outcome, causeId }) => [outcome.kind, causeId])).toEqual([
      ['applied', undefined],
      ['applied', undefined],
    ]);
  });
});

describe('a derived value', () => {
  test('is computed once for each change of what it is made of, and is told once for each batch', () => {
    const { hub, ones, twos } = twoCounters();
    let computed = 0;
    const sum = hub.derive('sum', [ones, twos], (one: Count, two: Count) => {
      computed += 1;
      return one.value + two.value;
    });
    const heard: number[] = [];
    sum.subscribe((value) => heard.push(value));
    hub.batch('both', (send) => {
      send(ones, add(1));
      send(twos, add(1));
    });
    sum.get();
    hub.batch('even', (send) => {
      send(ones, add(1));
      send(twos, add(-1));
    });
    expect([heard, computed, sum.get()]).toEqual([[12], 3, 12]);
  });

  test('keeps its last good value when its function throws', () => {
    const { hub, ones, problems } = twoCounters();
    const root = hub.derive('root', [ones], ({ value }: Count) => {
      if (value < 0) throw new Error('negative');
      return value * value;
    });
    ones.dispatch(add(3));
    expect(root.get()).toBe(9);
    ones.dispatch(add(-5));
    expect(root.get()).toBe(9);
    expect(codesOf(problems)).toEqual(['hub/derived-failed']);
  });
});
