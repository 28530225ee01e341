import { expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { createPlainStore } from './store/plain-store.ts';

function counter() {
  return createPlainStore<number, number>({ initial: 0, reduce: (sum, by) => sum + by, nameOf: () => 'add' });
}

test('listeners of a derived value hear of it, whoever asked for it before', () => {
  const hub = createHub();
  const a = hub.add('a', counter());
  hub.subscribe(() => void double.get());
  const double = hub.derive('double', [a], (value: number) => value * 2);
  const heard: number[] = [];
  double.subscribe((value) => heard.push(value));
  a.dispatch(1);
  a.dispatch(0);
  expect(heard).toEqual([2]);
});

test('a reaction to a batch may make a batch, and plugins are asked about its inputs', () => {
  const asked: string[] = [];
  const watcher = {
    name: 'watcher',
    beforeChange({ store }: { readonly store: string }) {
      asked.push(store);
      return undefined;
    },
  };
  const problems: unknown[] = [];
  const hub = createHub({ plugins: [watcher], onProblem: ({ error }) => problems.push(error) });
  const a = hub.add('a', counter());
  const b = hub.add('b', counter());
  hub.react(a, () => hub.batch('second', (send) => send(b, 1)));
  hub.batch('first', (send) => send(a, 1));
  expect(problems).toEqual([]);
  expect([b.getState(), asked]).toEqual([1, ['a', 'b']]);
});

test('a view that throws at the end of a batch is heard of, and the batch stands', () => {
  const hub = createHub();
  const store = counter();
  const a = hub.add('a', store);
  store.watch(() => {
    throw new Error('a view');
  });
  expect(() => hub.batch('whole', (send) => send(a, 1))).toThrowError('a view');
  expect(a.getState()).toBe(1);
  expect(hub.journal.entry(hub.journal.lastId)).toMatchObject({
    kind: 'batch',
    outcome: { kind: 'applied' },
  });
});

test('a store that leaves while the past is shown shows the present again', () => {
  const hub = createHub();
  const store = counter();
  const a = hub.add('a', store);
  a.dispatch(1);
  hub.time.goTo(1);
  expect(store.getShown()).toBe(0);
  a.leave();
  expect([store.getShown(), a.getShown()]).toEqual([1, 1]);
});

test('between its leaving and its return a store was not there', () => {
  const hub = createHub();
  const store = counter();
  hub.add('a', store).leave();
  const { lastId } = hub.journal;
  hub.add('a', store);
  expect(hub.time.stateAt('a', lastId)).toBeUndefined();
});

test('whoever is told that a store has joined can change it, and finds what it does', () => {
  const hub = createHub();
  const heard: string[] = [];
  hub.subscribe(({ kind, name }) => {
    heard.push(`${kind} ${name}`);
    if (kind === 'joined') hub.dispatch(name, 5);
  });
  const a = hub.add('a', counter());
  expect([a.getState(), heard]).toEqual([5, ['joined a', 'action add']]);
});

test('a plugin whose question always fails is suspended, even where its other hooks work', () => {
  const hub = createHub();
  hub.plugins.add({
    name: 'half',
    beforeChange() {
      throw new Error('broken');
    },
    afterChange() {},
  });
  const a = hub.add('a', counter());
  for (let at = 0; at < 3; at += 1) a.dispatch(1);
  expect(hub.plugins.suspended).toEqual(['half']);
});

test('what effects came to counts among the bytes of the journal', async () => {
  const hub = createHub({ journal: { maxBytes: 1_000_000 } });
  for (let at = 0; at < 100; at += 1) {
    await hub.effect(
      'load',
      async () => 'x'.repeat(50_000),
      () => {},
    );
  }
  expect(hub.journal.bytes).toBeGreaterThan(100_000);
  expect(hub.journal.length).toBeLessThan(30);
});

test('states that were put back count among the bytes, in the older part too', () => {
  const hub = createHub({ journal: { maxEntries: 8, maxBytes: 10_000_000 } });
  const store = createPlainStore<string, string>({ initial: '', reduce: (_, text) => text });
  hub.add('a', store);
  for (let at = 0; at < 64; at += 1) store.restore(`${at}`.padEnd(10_000));
  expect(hub.journal.bytes).toBeGreaterThan(1_000_000);
});

test('somebody who throws when told of a problem harms no change', () => {
  const hub = createHub({
    onProblem() {
      throw new Error('cannot be told');
    },
  });
  hub.plugins.add({
    name: 'broken',
    beforeChange() {
      throw new Error('broken');
    },
  });
  const a = hub.add('a', counter());
  a.dispatch(1);
  expect(a.getState()).toBe(1);
});

test('a store that throws when it is asked for its size changes all the same', () => {
  const hub = createHub();
  const store = counter();
  const a = hub.add('a', {
    ...store,
    stats() {
      throw new Error('no');
    },
  });
  a.dispatch(1);
  expect([a.getState(), hub.journal.length]).toEqual([1, 2]);
});
