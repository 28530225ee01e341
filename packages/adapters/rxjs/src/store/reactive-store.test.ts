import { createHub, refuse, replaceWith } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { Subject } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { found, type Library, type LibraryAction, lend, libraryStore, search } from '../testing/library.ts';
import { listened } from '../testing/listened.ts';
import { fromShown } from './from-shown.ts';

describe('a reactive store', () => {
  runStoreConformance(
    {
      create() {
        const store = libraryStore();
        return {
          store,
          inputs: [lend('Emma'), lend('Ulysses'), lend('Middlemarch')],
          failing: { type: 'burn' } as const,
          describe: ({ lent }: Library) => [...lent],
          read: store.getShown,
          watch(listener) {
            let isFirst = true;
            const listening = store.state$.subscribe(() => {
              if (!isFirst) listener();
              isFirst = false;
            });
            return () => listening.unsubscribe();
          },
        };
      },
    },
    { test },
  );

  test('tells its state at once, then each other one, to all in the same order', () => {
    const store = libraryStore();
    const seen: number[][] = [[], []];
    store.state$.subscribe(({ lent }) => {
      seen[0]?.push(lent.length);
      if (lent.length === 1) store.dispatch(lend('Ulysses'));
    });
    store.state$.subscribe(({ lent }) => seen[1]?.push(lent.length));
    store.dispatch(lend('Emma'));
    expect(seen).toEqual([
      [0, 1, 2],
      // Changed again before it was told: it sees the newest, and nothing after that which is older.
      [0, 2],
    ]);
  });

  test('asks a selector once for each state, and nobody when nobody listens', () => {
    const store = libraryStore();
    let asked = 0;
    const count$ = store.select(({ lent }) => {
      asked += 1;
      return lent.length;
    });
    const seen: string[] = [];
    const first = count$.subscribe((count) => seen.push(`first ${count}`));
    const second = count$.subscribe((count) => seen.push(`second ${count}`));
    store.dispatch(lend('Emma'));
    store.dispatch(search('whales'));
    expect([asked, seen]).toEqual([3, ['first 0', 'second 0', 'first 1', 'second 1']]);
    first.unsubscribe();
    second.unsubscribe();
    store.dispatch(lend('Ulysses'));
    expect(asked).toBe(3);
    count$.subscribe((count) => seen.push(`third ${count}`));
    expect(seen.at(-1)).toBe('third 2');
  });

  test('takes an equality for selectors that answer anew each time', () => {
    const store = libraryStore();
    const seen: (readonly string[])[] = [];
    const isSame = (before: readonly string[], now: readonly string[]) => before.join() === now.join();
    store
      .select(({ lent }) => lent.map((book) => book.toUpperCase()), isSame)
      .subscribe((lent) => seen.push(lent));
    store.dispatch(search('whales'));
    store.dispatch(lend('Emma'));
    expect(seen).toEqual([[], ['EMMA']]);
  });

  test('a selector that throws ends its own stream, and neither the store nor other selectors', () => {
    const store = libraryStore();
    const errors: unknown[] = [];
    const seen: number[] = [];
    store
      .select(({ lent }) => {
        if (lent.length === 1) throw new Error('one is no number');
        return lent.length;
      })
      .subscribe({ error: (error: unknown) => errors.push(error) });
    store.select(({ lent }) => lent.length).subscribe((count) => seen.push(count));
    store.dispatch(lend('Emma'));
    store.dispatch(lend('Ulysses'));
    expect(errors).toEqual([new Error('one is no number')]);
    expect(seen).toEqual([0, 1, 2]);
  });

  test('tells of an action as it was applied, when the state is the new one', () => {
    const store = libraryStore();
    const told: unknown[] = [];
    store.actions$.subscribe((action) => told.push([action, store.getState().lent]));
    const hub = createHub({
      plugins: [
        {
          name: 'librarian',
          beforeChange({ input }) {
            if (input === forbidden) return refuse('it is not for children');
            return input === misspelt ? replaceWith(lend('Ulysses')) : undefined;
          },
        },
      ],
    });
    const forbidden = lend('Lolita');
    const misspelt = lend('Ulises');
    const handle = hub.add('library', store, { whenFailed: 'hold' });
    handle.dispatch(misspelt);
    expect(() => handle.dispatch(forbidden)).toThrowError(expect.objectContaining({ code: 'hub/refused' }));
    handle.dispatch({ type: 'burn' });
    expect(told).toEqual([[lend('Ulysses'), ['Ulysses']]]);
  });

  test('tells of no action that failed, also inside of another', () => {
    const store = libraryStore();
    const told: LibraryAction[] = [];
    store.actions$.subscribe((action) => told.push(action));
    let errors = 0;
    store.watch(() => {
      try {
        store.dispatch({ type: 'burn' });
      } catch {
        errors += 1;
      }
    });
    store.dispatch(lend('Emma'));
    expect([told, errors]).toEqual([[lend('Emma')], 1]);
  });

  test('what is done about an action has it as its cause', () => {
    const store = libraryStore();
    const hub = createHub();
    hub.add('library', store);
    store.actions$.subscribe((action) => {
      if (action.type === 'search') store.dispatch(found('Moby-Dick'));
    });
    store.dispatch(search('whales'));
    const [, searched, answered] = [...hub.journal.entries()];
    expect([searched?.name, answered?.name, answered?.causeId]).toEqual(['search', 'found', searched?.id]);
  });

  test('tells of the actions of a batch at its end, and of none when it threw', () => {
    const store = libraryStore();
    const hub = createHub();
    const handle = hub.add('library', store);
    const told: LibraryAction[] = [];
    const states: number[] = [];
    store.actions$.subscribe((action) => {
      expect(store.getState().lent).toHaveLength(2);
      told.push(action);
    });
    store.present$.subscribe(({ lent }) => states.push(lent.length));
    hub.batch('lend two', (send) => {
      send(handle, lend('Emma'));
      send(handle, lend('Ulysses'));
    });
    expect(() =>
      hub.batch('burn one', (send) => {
        send(handle, lend('Walden'));
        send(handle, { type: 'burn' });
      }),
    ).toThrowError(expect.objectContaining({ code: 'hub/batch-failed' }));
    expect(told).toEqual([lend('Emma'), lend('Ulysses')]);
    expect(states.at(-1)).toBe(2);
    expect(store.getState().lent).toEqual(['Emma', 'Ulysses']);
  });

  test('shows the past by state$, while present$ and actions$ go on', () => {
    const store = libraryStore();
    const hub = createHub();
    hub.add('library', store);
    const seen = { shown: [] as number[], present: [] as number[], actions: 0 };
    store.state$.subscribe(({ lent }) => seen.shown.push(lent.length));
    store.present$.subscribe(({ lent }) => seen.present.push(lent.length));
    store.actions$.subscribe(() => {
      seen.actions += 1;
    });
    store.dispatch(lend('Emma'));
    hub.time.back();
    store.dispatch(lend('Ulysses'));
    expect(seen).toEqual({ shown: [0, 1, 0], present: [0, 1, 2], actions: 2 });
    hub.time.resume();
    expect(seen.shown).toEqual([0, 1, 0, 2]);
  });

  test('a handle of the hub has a past to show as well', () => {
    const hub = createHub();
    const handle = hub.add('library', libraryStore());
    const seen: number[] = [];
    fromShown(handle).subscribe(({ lent }) => seen.push(lent.length));
    handle.dispatch(lend('Emma'));
    hub.time.back();
    hub.time.resume();
    expect(seen).toEqual([0, 1, 0, 1]);
  });

  test('is not told of by a stream that nobody listens to any more', () => {
    const changes = new Subject<void>();
    const { stream, seen } = listened(changes);
    const shown = fromShown({
      getShown: () => 1,
      subscribeShown(listener) {
        const listening = stream.subscribe(listener);
        return () => listening.unsubscribe();
      },
    });
    const listening = shown.subscribe();
    expect(seen).toEqual({ ever: 1, now: 1 });
    listening.unsubscribe();
    expect(seen).toEqual({ ever: 1, now: 0 });
  });
});
