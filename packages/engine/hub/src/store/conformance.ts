import { assert, type Json, jsonEquals } from '@statehouse/kernel';
import type { Attempt, Change } from './change.ts';
import type { Gate, Store } from './store.ts';

/** Registers one test with whatever runner is at hand. */
export type StoreTest = (name: string, run: () => void) => void;

/** One store under test, as the hub has it and as its views do. */
export interface StoreSubject<State, Input> {
  readonly store: Store<State, Input>;
  /** Three inputs or more; each changes the state, whatever the state is. */
  readonly inputs: readonly Input[];
  /** An input that makes the store throw, if it can. */
  readonly failing?: Input;
  /** A state in the words of JSON. */
  describe(state: State): Json;
  /** What views read. */
  read(): State;
  /** Tells a view, as the store's library does. */
  watch(listener: () => void): () => void;
  dispose?(): void;
}

/** Brings the implementation that the suite tests. */
export interface StoreDriver<State, Input> {
  create(): StoreSubject<State, Input>;
}

/** The tests that every store on the hub must pass, for as much of the contract as it has. */
export function runStoreConformance<State, Input>(
  driver: StoreDriver<State, Input>,
  { test }: { readonly test: StoreTest },
): void {
  const testStore = (name: string, run: (subject: StoreSubject<State, Input>) => void) =>
    test(name, () => {
      const subject = driver.create();
      try {
        run(subject);
      } finally {
        subject.dispose?.();
      }
    });
  const has = (part: keyof Store) => {
    const subject = driver.create();
    subject.dispose?.();
    return subject.store[part] !== undefined;
  };
  changeTests(testStore);
  if (has('intercept')) gateTests(testStore, driver);
  if (has('reduce')) reduceTests(testStore);
  if (has('restore')) restoreTests(testStore);
  if (has('show')) showTests(testStore);
  if (has('batch')) batchTests(testStore);
}

type TestStore<State, Input> = (name: string, run: (subject: StoreSubject<State, Input>) => void) => void;

function changeTests<State, Input>(testStore: TestStore<State, Input>): void {
  testStore('tells each change once, from the state before it to the state after it', ({ store, inputs }) => {
    const heard: Change[] = [];
    const stop = store.subscribe((change) => heard.push(change));
    const states: unknown[] = [store.getState()];
    for (const input of inputs) {
      store.dispatch?.(input);
      states.push(store.getState());
    }
    stop();
    store.dispatch?.(inputs[0] ?? fail('no input'));
    same(heard.length, inputs.length, 'changes heard');
    for (const [at, { before, after, name, durationMs }] of heard.entries()) {
      assert(before === states[at], () => `change ${at} does not begin with the state before it`);
      assert(after === states[at + 1], () => `change ${at} does not end with the state after it`);
      assert(name.length > 0, () => `change ${at} has no name`);
      assert(durationMs >= 0, () => `change ${at} took ${durationMs} ms`);
    }
  });

  testStore('keeps its state the same object until it changes', ({ store, inputs }) => {
    const state = store.getState();
    assert(store.getState() === state, () => 'the state is another object although nothing happened');
    store.dispatch?.(inputs[0] ?? fail('no input'));
    assert(store.getState() !== state, () => 'the state is the same object although it changed');
  });

  testStore('tells the hub before its own views', ({ store, inputs, watch, read }) => {
    let heard: unknown;
    store.subscribe(({ after }) => {
      heard = after;
    });
    watch(() => assert(heard === read(), () => 'a view was told before the hub was'));
    for (const input of inputs) store.dispatch?.(input);
  });
}

function gateTests<State, Input>(
  testStore: TestStore<State, Input>,
  driver: StoreDriver<State, Input>,
): void {
  testStore('asks before each change and closes after it', (subject) => {
    const { store, inputs, watch } = subject;
    const log: string[] = [];
    store.intercept?.(recordingGate(log));
    store.subscribe(() => log.push('changed'));
    watch(() => log.push('view'));
    store.dispatch?.(inputs[0] ?? fail('no input'));
    same(log.filter((line) => line !== 'view').join(' '), 'open changed close', 'the order of calls');
    assert(log.at(-1) === 'close', () => 'a view was told after the gate was closed');
  });

  testStore('brackets what its views change inside of what they were told of', ({ store, inputs, watch }) => {
    const log: string[] = [];
    store.intercept?.(recordingGate(log));
    store.subscribe(() => log.push('changed'));
    let hasReacted = false;
    watch(() => {
      if (hasReacted) return;
      hasReacted = true;
      store.dispatch?.(inputs[1] ?? fail('no second input'));
    });
    store.dispatch?.(inputs[0] ?? fail('no input'));
    // A library that tells of one change after the other tells of the inner one when the inner gate is closed.
    const queued = 'open changed open close changed close';
    const expected = log.join(' ') === queued ? queued : 'open changed open changed close close';
    same(log.join(' '), expected, 'the order of calls');
  });

  testStore('changes nothing when the gate refuses, and says why', ({ store, inputs }) => {
    const state = store.getState();
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    const gate = recordingGate([]);
    store.intercept?.({
      ...gate,
      open() {
        throw new Error('refused by the gate');
      },
    });
    const message = messageOf(() => store.dispatch?.(inputs[0] ?? fail('no input')));
    assert(message.includes('refused by the gate'), () => `it said “${message}”`);
    assert(store.getState() === state && changes === 0, () => 'it changed all the same');
  });

  testStore('applies what the gate puts in the place of an input', ({ store, inputs, describe }) => {
    const [first = fail('no input'), second = fail('no second input')] = inputs;
    const other = driver.create();
    let asked: Attempt<Input> | undefined;
    other.store.intercept?.({
      ...recordingGate<Input>([]),
      open(attempt) {
        asked = attempt;
        return attempt.input;
      },
    });
    other.store.dispatch?.(second);
    store.intercept?.({
      ...recordingGate<Input>([]),
      open: () => asked?.input ?? fail('nothing to ask about'),
    });
    store.dispatch?.(first);
    equal(describe(store.getState()), describe(other.store.getState()), 'the state');
    other.dispose?.();
  });

  testStore('asks no more when it is let go', ({ store, inputs }) => {
    const log: string[] = [];
    store.intercept?.(recordingGate(log))();
    store.dispatch?.(inputs[0] ?? fail('no input'));
    same(log.length, 0, 'calls of the gate');
  });

  testStore(
    'an error leaves the state, and the gate decides who hears of it',
    ({ store, inputs, failing }) => {
      if (failing === undefined) return;
      const log: string[] = [];
      const release = store.intercept?.(recordingGate(log, 'rethrow'));
      const state = store.getState();
      assert(messageOf(() => store.dispatch?.(failing)) !== '', () => 'nothing was thrown');
      release?.();
      store.intercept?.(recordingGate(log, 'hold'));
      same(
        messageOf(() => store.dispatch?.(failing)),
        '',
        'the error that was to be held',
      );
      assert(store.getState() === state, () => 'the state is another one');
      same(log.join(' '), 'open fail open fail', 'the order of calls');
      store.dispatch?.(inputs[0] ?? fail('no input'));
      assert(store.getState() !== state, () => 'nothing can be changed any more');
    },
  );
}

function reduceTests<State, Input>(testStore: TestStore<State, Input>): void {
  testStore('makes every state again from what it told, without changing anything', (subject) => {
    const { store, inputs, describe } = subject;
    const told: Change<State, Input>[] = [];
    store.subscribe((change) => told.push(change));
    const first = store.getState();
    for (const input of inputs) store.dispatch?.(input);
    const last = store.getState();
    let again = first;
    for (const { input, after } of told) {
      again = store.reduce?.(again, input ?? fail('changes without an input')) ?? fail('no reduce');
      equal(describe(again), describe(after), 'the state that was made again');
    }
    assert(store.getState() === last, () => 'reduce changed the store');
  });
}

function restoreTests<State, Input>(testStore: TestStore<State, Input>): void {
  testStore('goes back to an earlier state, and on from there', ({ store, inputs, describe, read }) => {
    const [first = fail('no input'), second = fail('no second input')] = inputs;
    store.dispatch?.(first);
    const good = store.getState();
    store.dispatch?.(second);
    const expected = describe(store.getState());
    let told: Change | undefined;
    store.subscribe((change) => {
      told = change;
    });
    store.restore?.(good);
    equal(describe(store.getState()), describe(good), 'the state that was put back');
    equal(describe(read()), describe(good), 'what views read');
    same(told?.kind ?? 'nothing', 'restore', 'what was told');
    assert(told?.after === store.getState(), () => 'the change does not end with the state');
    store.dispatch?.(second);
    equal(describe(store.getState()), expected, 'the state after it');
  });
}

function showTests<State, Input>(testStore: TestStore<State, Input>): void {
  testStore('shows views the past while it goes on, then the present', (subject) => {
    const { store, inputs, describe, read, watch } = subject;
    const [first = fail('no input'), second = fail('no second input'), third = fail('no third input')] =
      inputs;
    store.dispatch?.(first);
    const past = store.getState();
    store.dispatch?.(second);
    let seen: Json | undefined;
    let told = 0;
    watch(() => {
      told += 1;
      seen = describe(read());
    });
    store.show?.({ kind: 'past', state: past });
    equal(describe(read()), describe(past), 'what views read of the past');
    equal(seen, describe(past), 'what a view was told of the past');
    const toldOfPast = told;
    store.dispatch?.(third);
    equal(describe(read()), describe(past), 'what views read after a change underneath');
    assert(store.getState() !== past, () => 'it did not go on underneath');
    assert(told <= toldOfPast + 1, () => 'views were told again and again of what they do not see');
    store.show?.({ kind: 'live' });
    equal(seen, describe(store.getState()), 'what a view was told at last');
    equal(describe(read()), describe(store.getState()), 'what views read at last');
  });
}

function batchTests<State, Input>(testStore: TestStore<State, Input>): void {
  testStore('tells its views of a batch once', ({ store, inputs, watch, read, describe }) => {
    let told = 0;
    watch(() => {
      told += 1;
    });
    const changes: Change[] = [];
    store.subscribe((change) => changes.push(change));
    store.batch?.(() => {
      for (const input of inputs) store.dispatch?.(input);
    });
    same(told, 1, 'how often a view was told');
    same(changes.length, inputs.length, 'how many changes the hub was told of');
    equal(describe(read()), describe(store.getState()), 'what views read');
    messageOf(() =>
      store.batch?.(() => {
        throw new Error('in a batch');
      }),
    );
    store.dispatch?.(inputs[0] ?? fail('no input'));
    assert(told >= 2, () => 'views are told nothing after a batch that threw');
  });
}

function recordingGate<Input>(log: string[], onFailed: 'rethrow' | 'hold' = 'rethrow'): Gate<Input> {
  return {
    open({ input }: Attempt<Input>) {
      log.push('open');
      return input;
    },
    fail() {
      log.push('fail');
      return onFailed;
    },
    close: () => log.push('close'),
  };
}

function fail(what: string): never {
  throw new Error(`the driver brings ${what}`);
}

function messageOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return String(error);
  }
}

function same(actual: string | number, expected: string | number, what: string): void {
  assert(actual === expected, () => `${what}: ${actual}, not ${expected}`);
}

function equal(actual: Json | undefined, expected: Json | undefined, what: string): void {
  assert(
    jsonEquals(actual, expected),
    () => `${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
  );
}
