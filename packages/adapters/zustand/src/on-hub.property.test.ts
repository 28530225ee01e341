import { createHub } from '@statehouse/hub';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { onHub } from './on-hub.ts';

interface Numbers {
  readonly a?: number;
  readonly b?: number;
}

const numbers: fc.Arbitrary<Numbers> = fc.record(
  { a: fc.integer({ min: 0, max: 3 }), b: fc.integer({ min: 0, max: 3 }) },
  { requiredKeys: [] },
);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('merge', 'replace', 'asked', 'same'), numbers }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('throw', 'back', 'resume'), numbers }) },
);

/** A store of zustand, with or without a hub, and all that its subscribers heard. */
function listening(store: ReturnType<typeof bare>) {
  const heard: unknown[] = [];
  store.subscribe((state, previous) => heard.push([previous, state]));
  return { store, heard };
}

function bare() {
  return createStore<Numbers>()(() => ({ a: 0 }));
}

test('on the hub a store has the states and tells its subscribers of them as zustand alone does', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const hub = createHub();
      const alone = listening(bare());
      const onto = createStore<Numbers>()(onHub(hub, 'numbers')(() => ({ a: 0 })));
      const joined = listening(onto);
      let isInPast = false;
      for (const { kind, numbers: given } of steps) {
        if (kind === 'back') hub.time.back();
        else if (kind === 'resume') hub.time.resume();
        isInPast = hub.time.shown.kind === 'past';
        const heardBefore = joined.heard.length;
        for (const { store } of [alone, joined]) {
          if (kind === 'merge') store.setState(given);
          else if (kind === 'replace') store.setState(given, true);
          else if (kind === 'asked') store.setState((state) => ({ a: (state.b ?? 0) + 1 }));
          else if (kind === 'same') store.setState((state) => state);
          else if (kind === 'throw') expect(() => store.setState(fail)).toThrowError('told to');
        }
        expect(onto.hub.getState()).toEqual(alone.store.getState());
        // The journal makes the same of it, by the states that it keeps and by what it would make again of the inputs.
        expect(hub.time.stateAt('numbers', hub.journal.lastId)?.state).toBe(onto.hub.getState());
        if (isInPast && kind !== 'back') expect(joined.heard).toHaveLength(heardBefore);
        if (!isInPast) expect(joined.store.getState()).toBe(onto.hub.getState());
      }
      hub.time.resume();
      expect(onto.getState()).toEqual(alone.store.getState());
      if (!steps.some(({ kind }) => kind === 'back')) expect(joined.heard).toEqual(alone.heard);
    }),
    cases(300),
  );
});

test('what inputs make again is what zustand made of them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const hub = createHub({ journal: { maxEntries: 4, maxOlderEntries: 1_000 } });
      const store = createStore<Numbers>()(onHub(hub, 'numbers')(() => ({ a: 0 })));
      const states = new Map<number, Numbers>([[1, store.getState()]]);
      for (const { kind, numbers: given } of steps) {
        if (kind === 'replace') store.setState(given, true);
        else if (kind === 'asked') store.setState((state) => ({ a: (state.b ?? 0) + 1 }));
        else store.setState(given);
        states.set(hub.journal.lastId, store.getState());
      }
      for (const [entry, state] of states) expect(hub.time.stateAt('numbers', entry)?.state).toEqual(state);
    }),
    cases(200),
  );
});

function fail(): Numbers {
  throw new Error('told to');
}
