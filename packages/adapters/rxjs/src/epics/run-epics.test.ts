import { createHub, type Problem } from '@statehouse/hub';
import { isStatehouseError } from '@statehouse/kernel';
import {
  concat,
  delay,
  filter,
  map,
  NEVER,
  type Observable,
  of,
  Subject,
  switchMap,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { expect, test } from 'vitest';
import { found, type Library, type LibraryAction, lend, libraryStore, search } from '../testing/library.ts';
import { marbles } from '../testing/marbles.ts';
import { never, VirtualClock } from '../testing/virtual-clock.ts';
import { type Epic, epicsFor, streamEpic } from './epic.ts';
import { type EpicOptions, runEpics } from './run-epics.ts';

const define = epicsFor<Library, LibraryAction>();

function searches(actions$: Observable<LibraryAction>): Observable<string> {
  return actions$.pipe(
    filter((action) => action.type === 'search'),
    map(({ words }) => words),
  );
}

/** Answers each search at once with a book of that name. */
const librarian = define({
  name: 'librarian',
  on: searches,
  policy: 'switch',
  run: (words) => of(found(words)),
});

function running(epics: readonly Epic<Library, LibraryAction>[], options: Partial<EpicOptions> = {}) {
  const store = libraryStore();
  const hub = createHub();
  hub.add('library', store);
  const clock = new VirtualClock();
  const problems: Problem[] = [];
  const stop = runEpics(store, epics, {
    onProblem: (problem) => problems.push(problem),
    scheduler: clock.scheduler,
    random: never,
    ...options,
  });
  const codes = () =>
    problems.map(({ error, place }) => [place, isStatehouseError(error) ? error.code : error]);
  return { store, hub, clock, problems, codes, stop };
}

test('an epic makes actions of actions, each with the one that led to it as its cause', () => {
  const { store, hub, problems } = running([librarian]);
  store.dispatch(search('Emma'));
  const [, searched, answered] = [...hub.journal.entries()];
  expect(answered).toMatchObject({ name: 'found', causeId: searched?.id });
  expect(store.getState().found).toEqual(['Emma']);
  expect(problems).toEqual([]);
});

test('runs in marbles: only the newest search is answered', () => {
  marbles(({ hot, cold, expectObservable, scheduler }) => {
    const slow = define({
      name: 'slow',
      on: searches,
      policy: 'switch',
      run: (words) => cold('----(b|)', { b: found(words) }),
    });
    const store = libraryStore();
    hot('a-b------', { a: search('Emma'), b: search('Ulysses') }).subscribe((action) =>
      store.dispatch(action),
    );
    runEpics(store, [slow], { onProblem: () => {}, scheduler });
    expectObservable(store.select((state) => state.found.join())).toBe('a-----b', { a: '', b: 'Ulysses' });
  });
});

test('a run that fails is reported with what began it, and neither its epic nor another hears of it', () => {
  const moody = define({
    name: 'moody',
    on: searches,
    policy: { merge: 3 },
    run: (words) => {
      if (words === 'thrown') throw new Error('no such shelf');
      return words === 'failed' ? throwError(() => new Error('no such book')) : of(lend(words));
    },
    onFailed: (error) => (String(error).includes('book') ? [lend('a substitute')] : []),
  });
  const { store, codes, problems } = running([moody, librarian]);
  for (const words of ['thrown', 'failed', 'Emma']) store.dispatch(search(words));
  expect(codes()).toEqual([
    ['moody', 'rxjs/epic-failed'],
    ['moody', 'rxjs/epic-failed'],
  ]);
  expect(problems[0]).toMatchObject({ input: 'thrown', error: { cause: new Error('no such shelf') } });
  expect(store.getState()).toEqual({ lent: ['a substitute', 'Emma'], found: ['Emma'] });
});

test('a run that fails leaves those that are under way beside it alone', () => {
  const clock = new VirtualClock();
  const pair = define({
    name: 'pair',
    on: searches,
    policy: { merge: 2 },
    run: (words) =>
      words === 'bad' ? throwError(() => 'bad') : of(lend(words)).pipe(delay(10, clock.scheduler)),
  });
  const { store, codes } = running([pair], { scheduler: clock.scheduler });
  store.dispatch(search('Emma'));
  store.dispatch(search('bad'));
  clock.advance(10);
  expect(store.getState().lent).toEqual(['Emma']);
  expect(codes()).toEqual([['pair', 'rxjs/epic-failed']]);
});

test('an epic whose stream fails begins again after waits, while the others go on', () => {
  let begun = 0;
  const fragile = streamEpic<Library, LibraryAction>('fragile', (actions$) => {
    begun += 1;
    return searches(actions$).pipe(
      tap((words) => {
        if (words === 'break') throw new Error('broken');
      }),
      map((words) => lend(words)),
    );
  });
  const { store, codes, clock } = running([fragile, librarian], {
    restart: { initialMs: 100, maxMs: 1_000 },
  });
  store.dispatch(search('break'));
  expect(store.getState().found).toEqual(['break']);
  store.dispatch(search('lost'));
  clock.advance(99);
  expect(begun).toBe(1);
  clock.advance(1);
  store.dispatch(search('Emma'));
  expect([begun, store.getState().lent, store.getState().found]).toEqual([2, ['Emma'], ['Emma']]);
  expect(codes()).toEqual([['fragile', 'rxjs/epic-restarted']]);
});

test('an epic that fails more often than it may has stopped, and says so; the others go on', () => {
  const hopeless = streamEpic<Library, LibraryAction>('hopeless', () => {
    throw new Error('not even a stream');
  });
  const restart = { initialMs: 100, maxMs: 1_000, retries: 2 };
  const { store, codes, clock } = running([hopeless, librarian], { restart });
  clock.advance(10_000);
  store.dispatch(search('Emma'));
  expect(store.getState().found).toEqual(['Emma']);
  expect(codes()).toEqual([
    ['hopeless', 'rxjs/epic-restarted'],
    ['hopeless', 'rxjs/epic-restarted'],
    ['hopeless', 'rxjs/epic-stopped'],
  ]);
});

test('an action that is not taken is reported, and the epic goes on', () => {
  const arsonist = define({
    name: 'arsonist',
    on: searches,
    policy: 'concat',
    run: () => [{ type: 'burn' }, lend('Emma')],
  });
  const { store, codes, problems } = running([arsonist]);
  store.dispatch(search('a match'));
  expect(codes()).toEqual([['arsonist', 'rxjs/dispatch-failed']]);
  expect(problems[0]?.input).toEqual({ type: 'burn' });
  expect(store.getState().lent).toEqual(['Emma']);
});

test('every epic hears of actions in the order in which they were applied', () => {
  const seen: string[] = [];
  const listening = define({
    name: 'listening',
    on: (actions$) =>
      actions$.pipe(
        tap(({ type }) => seen.push(type)),
        filter(() => false),
      ),
    policy: 'concat',
    run: () => NEVER,
  });
  const { store } = running([librarian, listening]);
  store.dispatch(search('Emma'));
  store.dispatch(search('Ulysses'));
  expect(seen).toEqual(['search', 'found', 'search', 'found']);
});

test('what an epic sends as it begins reaches those that begin after it', () => {
  const opening = streamEpic<Library, LibraryAction>('opening', () => of(search('Emma')));
  const { store } = running([opening, librarian]);
  expect(store.getState().found).toEqual(['Emma']);
});

test('an epic sees the present while the past is shown, and its actions go on underneath', () => {
  const counting = define({
    name: 'counting',
    on: searches,
    policy: 'concat',
    run: (_words, state$) =>
      state$.pipe(
        take(1),
        map(({ lent }) => found(`${lent.length} lent`)),
      ),
  });
  const { store, hub } = running([counting]);
  store.dispatch(lend('Emma'));
  hub.time.goTo(1);
  store.dispatch(search('how many?'));
  expect(store.getShown().found).toEqual([]);
  hub.time.resume();
  expect(store.getShown().found).toEqual(['1 lent']);
});

test('whoever stops the epics stops what they have under way', () => {
  const clock = new VirtualClock();
  const leaving = new Subject<never>();
  let isLeft = false;
  const slow = define({
    name: 'slow',
    on: searches,
    policy: 'concat',
    run: (words) => concat(timer(10, clock.scheduler).pipe(map(() => lend(words))), leaving),
  });
  const { store, stop, problems } = running(
    [
      slow,
      streamEpic('watching', (actions$) =>
        actions$.pipe(
          switchMap(() => NEVER),
          tap({
            unsubscribe: () => {
              isLeft = true;
            },
          }),
        ),
      ),
    ],
    { scheduler: clock.scheduler },
  );
  store.dispatch(search('Emma'));
  stop();
  clock.advance(10);
  store.dispatch(search('Ulysses'));
  expect([store.getState().lent, isLeft, problems]).toEqual([[], true, []]);
});

test('what was sent when the epics were stopped is not dispatched any more', () => {
  const closing = streamEpic<Library, LibraryAction>('closing', (actions$) =>
    actions$.pipe(
      tap(() => stop()),
      filter(() => false),
    ),
  );
  const { store, stop } = running([librarian, closing]);
  store.dispatch(search('Emma'));
  expect(store.getState().found).toEqual([]);
});

test.each(['concat', { merge: 3 }] as const)(
  'a run by %o keeps its cause in later turns, if it is told to',
  (policy) => {
    const clock = new VirtualClock();
    const store = libraryStore();
    const hub = createHub();
    hub.add('library', store);
    const slow = (name: string, keepsCause: boolean) =>
      define({
        name,
        on: searches,
        policy,
        keepsCause,
        run: (words) => of(lend(`${words} ${name}`)).pipe(delay(10, clock.scheduler)),
      });
    runEpics(store, [slow('kept', true), slow('unkept', false)], {
      onProblem: () => {},
      withCause: (run) => hub.withCause(run),
      scheduler: clock.scheduler,
    });
    store.dispatch(search('Emma'));
    store.dispatch(search('Walden'));
    clock.advance(20);
    const lentBy = [...hub.journal.entries()].flatMap(({ causeId, changes }) => {
      const input = changes[0]?.input;
      const isLent = typeof input === 'object' && input !== null && 'book' in input;
      return isLent ? [[input.book, hub.journal.entry(causeId ?? 0)?.changes[0]?.input]] : [];
    });
    expect(lentBy.toSorted()).toEqual([
      ['Emma kept', search('Emma')],
      ['Emma unkept', undefined],
      ['Walden kept', search('Walden')],
      ['Walden unkept', undefined],
    ]);
  },
);
