import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomId } from '@statehouse/kernel';
import type { MetricsSnapshot } from '@statehouse/observe/live';
import { cliError } from '../errors.ts';
import { answerError } from '../parts/part-address.ts';
import type { House, PartCaller, RunningPart, ServerPart } from '../parts/server-part.ts';
import { SnapshotRing } from './snapshot-ring.ts';

/** One message of the stream: counters are those of one run of the server, and begin anew in another. */
export interface MetricsEvent extends MetricsSnapshot {
  readonly run: string;
}

export interface MetricsPartOptions {
  /** 1,000 unless told. */
  readonly everyMs?: number;
  /** How many snapshots are kept, for who comes and for who comes back; 120 unless told. */
  readonly keep?: number;
  /** Readers at once; 50 unless told. */
  readonly maxReaders?: number;
  /** Who may read, of those who are signed in; everybody unless told. The numbers are of all tenants together. */
  readonly mayRead?: (caller: PartCaller) => boolean;
}

/** More than this waits for no reader: it goes without the next snapshots until it has caught up. */
const MOST_WAITING_BYTES = 262_144;

/**
 * The part `metrics`: what the server and its process report, live, for who is signed in. `/stream` is a stream of
 * Server-Sent Events, a {@link MetricsEvent} each, that begins with those that are kept, or behind the one that
 * `Last-Event-ID` names; `/now` is the newest one as JSON. A reader that is too slow misses some: counters are sums, so
 * it misses detail, and no count.
 */
export function metricsPart(options: MetricsPartOptions = {}): ServerPart {
  return { name: 'metrics', start: (house) => startMetrics(house, options) };
}

function startMetrics(
  house: Pick<House, 'timers' | 'random' | 'identify' | 'readMetrics'>,
  { everyMs = 1_000, keep = 120, maxReaders = 50, mayRead = () => true }: MetricsPartOptions,
): RunningPart {
  const { timers } = house;
  const run = randomId(house.random, 12);
  const reader = house.readMetrics();
  const ring = new SnapshotRing<MetricsEvent>(keep);
  const readers = new Set<ServerResponse>();
  const take = () => {
    const event = { run, ...reader.snapshot() };
    ring.add(event);
    for (const response of readers) {
      if (response.writableLength < MOST_WAITING_BYTES) response.write(messageOf(event));
    }
  };
  take();
  let cancel = timers.after(everyMs, function again() {
    take();
    cancel = timers.after(everyMs, again);
  });
  const stream = (request: IncomingMessage, response: ServerResponse) => {
    if (readers.size >= maxReaders) {
      answerError(response, 503, cliError('metrics-busy', { readers: maxReaders }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(ring.after(numberIn(request.headers['last-event-id'], run)).map(messageOf).join(''));
    readers.add(response);
    response.on('close', () => readers.delete(response));
  };
  return {
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://part');
      if (request.method !== 'GET' || (pathname !== '/stream' && pathname !== '/now')) {
        answerError(response, 404, cliError('metrics-unknown'));
        return;
      }
      const caller = await house.identify(request);
      if (caller === undefined) answerError(response, 401, cliError('metrics-signed-out'));
      else if (!mayRead(caller)) answerError(response, 403, cliError('metrics-forbidden'));
      else if (pathname === '/stream') stream(request, response);
      else {
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(JSON.stringify(ring.newest));
      }
    },
    async close() {
      cancel();
      reader.close();
      for (const response of readers) response.end();
    },
  };
}

function messageOf(event: MetricsEvent): string {
  return `id: ${event.run}-${event.number}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The number that an id of this run has; undefined for one of another. */
function numberIn(id: string | string[] | undefined, run: string): number | undefined {
  const [idRun, number = ''] = String(id).split('-');
  return idRun === run && /^\d{1,15}$/.test(number) ? Number(number) : undefined;
}
