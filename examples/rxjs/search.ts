import { createHub } from '@statehouse/hub';
import {
  createCircuitBreaker,
  createReactiveStore,
  epicsFor,
  fallBackToLast,
  retryWithBackoff,
  runEpics,
} from '@statehouse/rxjs';
import { filter, map, type Observable } from 'rxjs';

interface Search {
  readonly words: string;
  readonly found: readonly string[];
}

type Action =
  | { readonly type: 'typed'; readonly words: string }
  | { readonly type: 'found'; readonly found: readonly string[] };

const define = epicsFor<Search, Action>();

export function createSearch(ask: (words: string) => Observable<readonly string[]>) {
  const hub = createHub();
  const store = createReactiveStore<Search, Action>({
    initial: { words: '', found: [] },
    reduce: (state, action) =>
      action.type === 'typed' ? { ...state, words: action.words } : { ...state, found: action.found },
  });
  hub.add('search', store);

  const breaker = createCircuitBreaker({ maxFailures: 5, openMs: 30_000 });
  const lastGood = fallBackToLast<readonly string[]>({ initial: [] });
  const answer = define({
    name: 'answer',
    on: (actions$) => actions$.pipe(filter((action) => action.type === 'typed')),
    policy: 'switch', // Only the newest question is answered.
    run: ({ words }) =>
      ask(words).pipe(
        retryWithBackoff({ initialMs: 100, maxMs: 2_000, retries: 2 }),
        breaker.protect(),
        lastGood,
        map((found) => ({ type: 'found', found })),
      ),
  });
  const stop = runEpics(store, [answer], { onProblem: (problem) => hub.report(problem) });
  return { hub, store, circuit$: breaker.state$, stop };
}
