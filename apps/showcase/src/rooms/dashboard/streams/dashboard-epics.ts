import { isStatehouseError, type Random } from '@statehouse/kernel';
import {
  type Connection,
  type ConnectionStatus,
  createCircuitBreaker,
  type Epic,
  epicsFor,
  eventSourceStream,
  retryWithBackoff,
  streamEpic,
} from '@statehouse/rxjs';
import { defer, filter, map, merge, Observable, type SchedulerLike, Subject, startWith, timer } from 'rxjs';
import { parseServerReading, type ServerReading } from '../figures/server-reading.ts';
import type { DashboardAction, DashboardState, StreamStatus } from './dashboard-state.ts';
import { type ServerPort, STREAM_URL } from './server-port.ts';

/** What the streams of the dashboard are made of. */
export interface DashboardPorts {
  readonly server: ServerPort;
  readonly scheduler: SchedulerLike;
  readonly random: Random;
}

const ASK_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 2_000;
const MOST_FAILURES = 3;
const OPEN_MS = 8_000;

const define = epicsFor<DashboardState, DashboardAction>();

/** What happens by itself: figures that stream in, and the question whether the server is well. */
export function dashboardEpics(ports: DashboardPorts): readonly Epic<DashboardState, DashboardAction>[] {
  return [...figureEpics(ports), ...healthEpics(ports)];
}

function figureEpics({ server, scheduler, random }: DashboardPorts) {
  const unreadable = new Subject<DashboardAction>();
  const connection: Connection<ServerReading> = eventSourceStream({
    url: () => STREAM_URL,
    createSource: server.openStream,
    parse: ({ data }) => parseServerReading(data),
    onBadMessage: () => unreadable.next({ type: 'unreadable' }),
    initialMs: 500,
    maxMs: 8_000,
    scheduler,
    random,
  });
  const figures = define({
    name: 'figures',
    on: (actions$) =>
      actions$.pipe(
        filter(({ type }) => type === 'reconnectAsked'),
        startWith(undefined),
      ),
    // Whoever does not want to wait gives up the wait that is under way.
    policy: 'switch',
    run: () =>
      merge(
        connection.messages$.pipe(map((reading): DashboardAction => ({ type: 'received', reading }))),
        unreadable,
      ),
  });
  const status = streamEpic<DashboardState, DashboardAction>('stream-status', () =>
    connection.status$.pipe(
      map((moved): DashboardAction => ({ type: 'streamMoved', stream: withTime(moved, scheduler.now()) })),
    ),
  );
  return [status, figures];
}

function withTime(status: ConnectionStatus, nowMs: number): StreamStatus {
  if (status.kind !== 'waiting') return status;
  return { kind: 'waiting', failures: status.failures, retryAtMs: nowMs + status.delayMs };
}

function healthEpics({ server, scheduler, random }: DashboardPorts) {
  const breaker = createCircuitBreaker({ maxFailures: MOST_FAILURES, openMs: OPEN_MS, scheduler });
  const health = define({
    name: 'health',
    on: () => timer(0, ASK_EVERY_MS, scheduler),
    policy: 'exhaust',
    run: () =>
      defer(() => askOnce(server, scheduler)).pipe(
        retryWithBackoff({ initialMs: 150, maxMs: 300, retries: 1, scheduler, random }),
        breaker.protect(),
        map(({ tookMs, atMs }): DashboardAction => ({ type: 'answered', tookMs, atMs })),
      ),
    onFailed: (error) => [{ type: 'unanswered', isSpared: isStatehouseError(error, 'rxjs/circuit-open') }],
  });
  const circuit = streamEpic<DashboardState, DashboardAction>('circuit', () =>
    breaker.state$.pipe(map((moved): DashboardAction => ({ type: 'circuitMoved', circuit: moved }))),
  );
  return [health, circuit];
}

interface Answer {
  readonly tookMs: number;
  readonly atMs: number;
}

/** One question and its answer; it is taken back when nobody waits for it any longer. */
function askOnce(server: ServerPort, scheduler: SchedulerLike): Observable<Answer> {
  return new Observable((subscriber) => {
    const giving = new AbortController();
    const startMs = scheduler.now();
    const late = timer(ANSWER_WITHIN_MS, scheduler).subscribe(() =>
      subscriber.error(new Error(`There was no answer within ${ANSWER_WITHIN_MS} ms.`)),
    );
    server.ask(giving.signal).then(
      () => {
        const atMs = scheduler.now();
        subscriber.next({ tookMs: atMs - startMs, atMs });
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => {
      late.unsubscribe();
      giving.abort();
    };
  });
}
