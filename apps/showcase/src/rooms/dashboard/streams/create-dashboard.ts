import { createHub } from '@statehouse/hub';
import { type Random, type Stopwatch, systemRandom, systemStopwatch } from '@statehouse/kernel';
import { observe, type Watch } from '@statehouse/observe';
import { createReactiveStore, defineEpic, type ReactiveStore, runEpics } from '@statehouse/rxjs';
import { animationFrames, asyncScheduler, filter, type Observable, type SchedulerLike } from 'rxjs';
import { type BurstReport, burstReports } from '../burst/burst-report.ts';
import {
  type BurstAction,
  type BurstState,
  burstAfter,
  NO_BURST,
  sensorEvents,
} from '../burst/burst-store.ts';
import { inFrames } from '../burst/in-frames.ts';
import { dashboardEpics } from './dashboard-epics.ts';
import { type DashboardAction, type DashboardState, dashboardAfter, INITIAL } from './dashboard-state.ts';
import type { ServerPort } from './server-port.ts';

export interface DashboardOptions {
  readonly server: ServerPort;
  readonly scheduler?: SchedulerLike;
  readonly random?: Random;
  readonly stopwatch?: Stopwatch;
  readonly frames$?: Observable<{ readonly timestamp: number }>;
}

/** The stores of the room, on a hub, and what makes them move. */
export interface Dashboard {
  readonly store: ReactiveStore<DashboardState, DashboardAction>;
  readonly events: ReactiveStore<BurstState, BurstAction>;
  readonly burst$: Observable<BurstReport>;
  /** What the hub has counted and timed of both stores. */
  readonly watch: Watch;
  /** Lets figures flow, until the answer is called; then again, if one likes. */
  start(): () => void;
}

/** In each frame so much time goes to events; the rest is the page's. */
const EVENTS_BUDGET_MS = 4;

export function createDashboard(options: DashboardOptions): Dashboard {
  const { server, scheduler = asyncScheduler, random = systemRandom } = options;
  const { stopwatch = systemStopwatch, frames$ = animationFrames() } = options;
  const hub = createHub();
  const watch = observe(hub);
  const store = createReactiveStore<DashboardState, DashboardAction>({
    initial: INITIAL,
    reduce: dashboardAfter,
  });
  const events = createReactiveStore<BurstState, BurstAction>({ initial: NO_BURST, reduce: burstAfter });
  hub.add('dashboard', store);
  hub.add('events', events);
  const burst = defineEpic<BurstState, BurstAction, BurstAction & { readonly type: 'burstAsked' }>({
    name: 'burst',
    on: (actions$) => actions$.pipe(filter((action) => action.type === 'burstAsked')),
    policy: 'switch',
    run: ({ size }) => inFrames(sensorEvents(size), { frames$, budgetMs: EVENTS_BUDGET_MS, stopwatch }),
  });
  return {
    store,
    events,
    burst$: burstReports(events, frames$),
    watch,
    start() {
      const epicOptions = { onProblem: hub.report.bind(hub), scheduler, random };
      const stops = [
        runEpics(store, dashboardEpics({ server, scheduler, random }), epicOptions),
        runEpics(events, [burst], epicOptions),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
