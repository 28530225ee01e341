import type { Browser, CDPSession } from 'playwright-core';

/** What a page's main thread did, frame by frame, in milliseconds. */
export interface FrameWork {
  readonly frames: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  /** Where the time went, by the trace's own names: milliseconds a frame, the largest first. */
  readonly parts: readonly (readonly [name: string, ms: number])[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** How long it took, and how much of that the thread was running, in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Stands in the trace once a frame, when the main thread hands it over. */
const FRAME = 'BeginCommitCompositorFrame';
const CATEGORIES = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline';

/**
 * Traces the browser while `act` runs, and adds up the tasks of the busiest renderer's main thread from frame
 * to frame.
 */
export async function measureFrames(browser: Browser, act: () => Promise<void>): Promise<FrameWork> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) if (isTraceEvent(event)) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES.split(',') },
  });
  await act();
  const complete = new Promise<void>((done) => {
    session.once('Tracing.tracingComplete', () => done());
  });
  await session.send('Tracing.end');
  await complete;
  await detach(session);
  return summaryOf(busiestMainThread(events));
}

function busiestMainThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const byThread = Map.groupBy(events, ({ pid, tid }) => `${pid}/${tid}`);
  const candidates = [...byThread].filter(([thread]) => mains.has(thread)).map(([, list]) => list);
  return candidates.sort((one, other) => other.length - one.length)[0] ?? [];
}

function summaryOf(events: readonly TraceEvent[]): FrameWork {
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name === 'RunTask');
  const begins = events
    .filter(({ name }) => name === FRAME)
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const work = begins.slice(1).map((end, index) => {
    const begin = begins[index] ?? end;
    const inside = tasks.filter(({ ts }) => ts >= begin && ts < end);
    return inside.reduce((sum, task) => sum + workOf(task), 0) / 1_000;
  });
  const ordered = work.toSorted((one, other) => one - other);
  const at = (share: number) =>
    ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0;
  return {
    frames: ordered.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    longestMs: ordered.at(-1) ?? 0,
    parts: partsOf(events, Math.max(1, ordered.length)),
  };
}

function partsOf(events: readonly TraceEvent[], frames: number): FrameWork['parts'] {
  const sums = new Map<string, number>();
  for (const event of events) {
    if (event.ph !== 'X') continue;
    sums.set(event.name, (sums.get(event.name) ?? 0) + workOf(event) / 1_000 / frames);
  }
  return [...sums].sort(([, one], [, other]) => other - one).slice(0, 12);
}

/** A busy machine takes the processor away in the middle of a task: that is no work of the page's. */
function workOf({ dur = 0, tdur }: TraceEvent): number {
  return tdur ?? dur;
}

function isTraceEvent(value: unknown): value is TraceEvent {
  return typeof value === 'object' && value !== null && 'name' in value && 'ts' in value && 'pid' in value;
}

async function detach(session: CDPSession): Promise<void> {
  await session.detach().catch(() => {});
}

/** For the log of a test. */
export function wordsOf({ frames, medianMs, p95Ms, longestMs, parts }: FrameWork): string {
  const most = parts.slice(2, 6).map(([name, ms]) => `${name} ${ms.toFixed(2)}`);
  return `${frames} frames, median ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, longest ${longestMs.toFixed(1)} ms (a frame: ${most.join(', ')})`;
}
