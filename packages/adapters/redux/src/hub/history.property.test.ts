import { configureStore, isAction, type Middleware, prepareAutoBatched } from '@reduxjs/toolkit';
import { createHub, type Hub } from '@statehouse/hub';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinHub } from './join-hub.ts';
import { handleOf } from './shown-enhancer.ts';
import { notes, saw, wrote } from './testing/notes.ts';

const text = fc.constantFrom('one', 'two', 'fail', 'react');
const texts = fc.array(text, { maxLength: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('write' as const), texts }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('put off' as const), texts }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('notify' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('look' as const), where: fc.nat(1_000) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('resume' as const) }) },
);

const reacting: Middleware = (api) => (next) => (action) => {
  const result = next(action);
  if (isAction(action) && wrote.match(action) && action.payload === 'react') api.dispatch(saw());
  return result;
};

/** A store of notes, and what its subscriber saw; on a hub, or alone. */
function notesStore(hub?: Hub) {
  let notify = () => {};
  const queueNotification = (then: () => void) => {
    notify = then;
  };
  const autoBatch = { type: 'callback', queueNotification } as const;
  const store = configureStore({
    reducer: notes.reducer,
    middleware: (defaults) => defaults({ serializableCheck: false, immutableCheck: false }).concat(reacting),
    enhancers: (defaults) =>
      hub === undefined ? defaults({ autoBatch }) : joinHub(hub, 'notes')(() => defaults({ autoBatch })),
  });
  const seen: unknown[] = [];
  store.subscribe(() => seen.push(store.getState()));
  return {
    store,
    seen,
    notify: () => notify(),
    write: (words: readonly string[], isPutOff: boolean) =>
      store.dispatch((dispatch) => {
        for (const word of words) {
          const action = isPutOff ? { ...prepareAutoBatched<string>()(word), type: wrote.type } : wrote(word);
          try {
            dispatch(action);
          } catch (error) {
            if (!(error instanceof Error && error.message === 'told to fail')) throw error;
          }
        }
      }),
  };
}

test('a store on a hub does and tells what it does alone, and its views see any past and the present', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (steps, maxEntries) => {
        const hub = createHub({ journal: { maxEntries, maxOlderEntries: 30 } });
        const alone = notesStore();
        const { store, seen, notify, write } = notesStore(hub);
        const handle = handleOf(store);
        /** What an observer who writes down everything knows. */
        const known = new Map<number, unknown>([[hub.journal.lastId, handle.getState()]]);
        hub.subscribe(({ id, causeId = 0, changes }) => {
          expect(causeId).toBeLessThan(id);
          const [change] = changes;
          known.set(id, change?.states?.after ?? known.get(id - 1));
        });

        for (const each of steps) {
          const isLive = hub.time.shown.kind === 'live';
          const [before, aloneBefore] = [seen.length, alone.seen.length];
          if (each.act === 'look') lookAt(each.where);
          else if (each.act === 'resume') resume();
          else {
            if (each.act === 'notify') for (const one of [notify, alone.notify]) one();
            else for (const one of [write, alone.write]) one(each.texts, each.act === 'put off');
            expect(handle.getState()).toEqual(alone.store.getState());
            expect(seen.slice(before)).toEqual(isLive ? alone.seen.slice(aloneBefore) : []);
          }
        }
        resume();

        function lookAt(where: number): void {
          const { firstId, lastId } = hub.journal;
          const id = firstId + (where % (lastId - firstId + 1));
          hub.time.goTo(id);
          expect(store.getState()).toEqual(known.get(id));
        }
        function resume(): void {
          const [before, wasLive] = [seen.length, hub.time.shown.kind === 'live'];
          hub.time.resume();
          expect(store.getState()).toEqual(alone.store.getState());
          expect(seen.length - before).toBe(wasLive ? 0 : 1);
        }
      },
    ),
    cases(500),
  );
});
