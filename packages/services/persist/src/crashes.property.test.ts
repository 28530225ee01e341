import { createPlainStore } from '@statehouse/hub';
import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createCrashableKeyValueDevice } from '@statehouse/storage/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PersistedStore } from './persist-status.ts';
import { persistStore } from './persisted-store.ts';

interface State {
  readonly count: number;
  readonly names: Readonly<Record<string, { readonly at: number; readonly tags: readonly string[] }>>;
  readonly list: readonly number[];
}

const KEYS = ['a', 'b', '__proto__', 'c/d'];

function stateStore() {
  return createPlainStore<State, number>({
    initial: { count: 0, names: {}, list: [] },
    reduce({ count, names, list }, draw) {
      const key = KEYS[draw % KEYS.length] ?? '';
      const others = Object.fromEntries(Object.entries(names).filter(([name]) => name !== key));
      const next = { at: draw, tags: draw % 3 === 0 ? [] : [`t${draw}`] };
      return {
        count: count + 1,
        names: draw % 5 === 0 ? others : Object.fromEntries([...Object.entries(others), [key, next]]),
        list: draw % 7 === 0 ? list.toSpliced(draw % (list.length + 1), 1) : [...list, draw],
      };
    },
    nameOf: () => 'draw',
  });
}

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: fc.constant('change' as const), draw: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(300) }) },
  { weight: 2, arbitrary: fc.constant({ act: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ act: 'crash' as const }) },
);

test('nothing that was reported as saved is lost, and what comes back was a state once, whenever the program dies', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 6 }),
      async (steps, seed, maxRecords) => {
        const time = new VirtualTime(1_000);
        const random = seededRandom(seed);
        const device = createCrashableKeyValueDevice({
          timers: time,
          random,
          syncMs: () => Math.floor(random.next() * 40),
        });
        let store = stateStore();
        let storage = device.open();
        let kept: PersistedStore;
        /** Every state since the last one that is known to be durable, that one included. */
        let possible: State[] = [store.getState()];

        const pass = async (ms: number) => {
          for (let passed = 0; passed <= ms; passed += 10) {
            time.advance(10);
            for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
            if (kept.status.isSaved) possible = [store.getState()];
          }
        };
        const start = async () => {
          store = stateStore();
          storage = device.open();
          kept = persistStore(store, {
            storage,
            key: 'k',
            clock: time,
            timers: time,
            debounceMs: 50,
            maxRecords,
          });
          let isRestored = false;
          kept.restored.then(() => {
            isRestored = true;
          });
          while (!isRestored) {
            time.advance(10);
            for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
          }
          expect(kept.status.damage).toBeUndefined();
          expect(possible).toContainEqual(store.getState());
          possible = [...possible, store.getState()];
        };
        kept = persistStore(store, { storage, key: 'other', clock: time, timers: time });
        await start();
        for (const each of [...steps, { act: 'crash' as const }]) {
          if (each.act === 'change') {
            store.dispatch(each.draw);
            possible.push(store.getState());
          } else if (each.act === 'wait') await pass(each.ms);
          else if (each.act === 'flush') {
            kept.flush().catch(() => {});
            await pass(20);
          } else {
            device.crash(storage);
            await start();
          }
        }
      },
    ),
    cases(300),
  );
});
