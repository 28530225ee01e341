import type { Hub, JournalEntry } from '@statehouse/hub';
import type { Stopwatch, Timers } from '@statehouse/kernel';
import { AlertWatch } from './alerts/alert-watch.ts';
import { type AlertRule, checkRules } from './alerts/rule.ts';
import { observeError } from './errors.ts';
import { Repeats } from './repeats.ts';
import { type Report, reportOf } from './report/report.ts';
import {
  type Ending,
  type Series,
  type SeriesKind,
  SeriesTable,
  type WatchedSeries,
} from './series/series.ts';
import type { ObserveOptions, Watch } from './watch.ts';
import { sampleSizes } from './windows/sample-sizes.ts';
import { type SizeSample, WindowRing } from './windows/window-ring.ts';

const NAME = 'observe';
const WARNING_EVERY_MS = 60_000;

interface ObserverOptions extends Required<Omit<ObserveOptions, 'onSlow' | 'onAlert'>> {
  readonly onSlow?: ObserveOptions['onSlow'];
  readonly onAlert?: ObserveOptions['onAlert'];
  readonly alerts: readonly AlertRule[];
  readonly stopwatch: Stopwatch;
  readonly timers: Timers;
}

/** Everything measured is in exactly one series and one window, and memory is bounded by the number of both. */
export class Observer implements Watch {
  readonly #hub: Hub;
  readonly #options: ObserverOptions;
  readonly #series: SeriesTable;
  readonly #windows: WindowRing;
  readonly #warnings = new Repeats(WARNING_EVERY_MS);
  readonly #problems = new Map<string, number>();
  readonly #alerts: AlertWatch;
  readonly #leave: () => void;

  constructor(hub: Hub, options: ObserverOptions) {
    checkBounds(options);
    // The newest window is the present one, which rules do not look at.
    checkRules(options.alerts, options.windowMs * (options.maxWindows - 1));
    const { windowMs, stopwatch, timers, alerts: rules } = options;
    this.#hub = hub;
    this.#options = options;
    this.#series = new SeriesTable(options.maxSeries);
    this.#windows = new WindowRing(options, () => sampleSizes(hub));
    this.#leave = hub.plugins.add({
      name: NAME,
      afterChange: (entry) => this.#count(entry),
      onError: ({ place }) => this.#countProblem(place),
    });
    this.#alerts = new AlertWatch({
      rules,
      // Until the present window is over.
      waitMs: () => windowMs - (stopwatch.nowMs() % windowMs),
      timers,
      observed: () => {
        const nowMs = stopwatch.nowMs();
        return { nowMs, windowMs, windows: this.#windows.at(nowMs) };
      },
      onAlert: (event) => this.#tell('onAlert', () => options.onAlert?.(event)),
    });
  }

  report(): Report {
    const { stopwatch, windowMs } = this.#options;
    const atMs = stopwatch.nowMs();
    return reportOf({
      atMs,
      windowMs,
      series: this.#series.all,
      problems: this.#problems,
      windows: this.#windows.at(atMs),
      sizes: sampleSizes(this.#hub),
    });
  }

  series(): readonly WatchedSeries[] {
    return this.#series.all;
  }

  sizes(): SizeSample {
    return sampleSizes(this.#hub);
  }

  firing(): readonly string[] {
    return [...this.#alerts.firing];
  }

  measure<Result>(name: string, run: () => Result): Result {
    return this.#timed('measure', name, run);
  }

  measured<Given extends readonly unknown[], Result>(
    name: string,
    listener: (...given: Given) => Result,
  ): (...given: Given) => Result {
    return (...given) => this.#timed('listener', name, () => listener(...given));
  }

  measuredSelector<Given extends readonly unknown[], Result>(
    name: string,
    select: (...given: Given) => Result,
  ): (...given: Given) => Result {
    return (...given) => this.#timed('selector', name, () => select(...given));
  }

  trackInteraction(name: string, durationMs: number): void {
    this.#record('interaction', '', name, durationMs, 'applied');
  }

  stop(): void {
    this.#leave();
    this.#alerts.stop();
  }

  #count({ id, kind, name, changes, durationMs, outcome }: JournalEntry): void {
    if (kind === 'joined' || kind === 'left') return;
    if (kind === 'batch' || kind === 'effect') this.#record(kind, '', name, durationMs, outcome.kind, id);
    else this.#record('change', changes[0]?.store ?? '', name, durationMs, outcome.kind, id);
  }

  #countProblem(place: string): void {
    const known = this.#problems.get(place);
    const isRoom = this.#problems.size < this.#options.maxSeries;
    const counted = known !== undefined || isRoom ? place : 'other';
    this.#problems.set(counted, (this.#problems.get(counted) ?? 0) + 1);
  }

  #timed<Result>(kind: SeriesKind, name: string, run: () => Result): Result {
    const { stopwatch } = this.#options;
    const startMs = stopwatch.nowMs();
    const end = (ending: Ending) => this.#record(kind, '', name, stopwatch.nowMs() - startMs, ending);
    let result: Result;
    try {
      result = run();
    } catch (error) {
      end('failed');
      throw error;
    }
    if (result instanceof Promise) {
      result.then(
        () => end('applied'),
        () => end('failed'),
      );
    } else end('applied');
    return result;
  }

  #record(
    kind: SeriesKind,
    store: string,
    name: string,
    durationMs: number,
    ending: Ending,
    entryId?: number,
  ): void {
    const { slowMs, stopwatch, onSlow } = this.#options;
    const nowMs = stopwatch.nowMs();
    const series = this.#series.at(kind, store, name);
    const isSlow = durationMs > slowMs;
    countIn(series, durationMs, ending);
    this.#windows.record(nowMs, series, durationMs, ending, isSlow);
    if (!isSlow || onSlow === undefined) return;
    const unsaid = this.#warnings.allow(nowMs, kind, store, name);
    if (unsaid === undefined) return;
    const warning = { kind, store, name, durationMs, thresholdMs: slowMs, entryId, unsaid };
    this.#tell('onSlow', () => onSlow(warning));
  }

  /** A handler that throws is told of, and is no reason to suspend the plugin. */
  #tell(handler: string, call: () => void): void {
    try {
      call();
    } catch (cause) {
      this.#hub.report({ error: observeError('handler-failed', { handler }, { cause }), place: NAME });
    }
  }
}

function countIn(series: Series, durationMs: number, ending: Ending): void {
  series.count += 1;
  if (ending === 'applied') series.latency.record(durationMs);
  else if (ending === 'failed') series.failures += 1;
  else series.refusals += 1;
}

function checkBounds({ maxSeries, windowMs, maxWindows }: ObserverOptions): void {
  for (const [bound, given] of Object.entries({ maxSeries, windowMs, maxWindows })) {
    if (!Number.isInteger(given) || given < 1) throw observeError('bad-bound', { bound, given, least: 1 });
  }
}
