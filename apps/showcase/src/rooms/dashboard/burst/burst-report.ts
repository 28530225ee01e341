import type { ReactiveStore } from '@statehouse/rxjs';
import {
  animationFrames,
  buffer,
  defer,
  filter,
  map,
  type Observable,
  scan,
  shareReplay,
  switchMap,
  take,
  tap,
} from 'rxjs';
import type { BurstAction, BurstState } from './burst-store.ts';
import { type FrameTimes, frameTimesOf } from './frame-times.ts';

/** A burst as it is shown, once in a frame at most. */
export interface BurstReport {
  readonly state: BurstState;
  /** How many events came in each frame, from the first on. */
  readonly perFrame: readonly number[];
  readonly times: FrameTimes;
  readonly tookMs: number;
  readonly isOver: boolean;
}

/**
 * Reports of the newest burst. Ten thousand events come singly; what is shown is made of all that came in a frame, so
 * that the page draws once for it, and no event is left out of the sums.
 */
export function burstReports(
  store: Pick<ReactiveStore<BurstState, BurstAction>, 'actions$' | 'getState'>,
  frames$: Observable<{ readonly timestamp: number }> = animationFrames(),
): Observable<BurstReport> {
  return store.actions$.pipe(
    filter((action) => action.type === 'burstAsked'),
    switchMap(({ size }) => reportsOf(store, size, frames$)),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}

function reportsOf(
  store: Pick<ReactiveStore<BurstState, BurstAction>, 'actions$' | 'getState'>,
  size: number,
  frames$: Observable<{ readonly timestamp: number }>,
): Observable<BurstReport> {
  return defer(() => {
    const began: number[] = [];
    const events$ = store.actions$.pipe(
      filter(({ type }) => type === 'sensed'),
      take(size),
    );
    // The last frame's events are told when the source ends, which is before its frame is.
    return events$.pipe(
      buffer(frames$.pipe(tap(({ timestamp }) => began.push(timestamp)))),
      filter((came) => came.length > 0),
      scan((perFrame: readonly number[], came) => [...perFrame, came.length], []),
      map((perFrame) => {
        const state = store.getState();
        const times = frameTimesOf(began);
        const tookMs = (began.at(-1) ?? 0) - (began[0] ?? 0);
        return { state, perFrame, times, tookMs, isOver: state.counted === size };
      }),
    );
  });
}
