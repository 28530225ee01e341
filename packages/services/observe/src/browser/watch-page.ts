import { type MetricWithAttribution, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals/attribution';
import type { Watch } from '../watch.ts';
import type { PageMeasure } from './page-measure.ts';

export interface WatchPageOptions {
  /** Told of each measure: for analytics, or for who shows them. */
  readonly onMeasure?: (measure: PageMeasure) => void;
  /** Web vitals are told whenever they are another, not only at the end of the page. */
  readonly reportAllChanges?: boolean;
}

/** What browsers measure no shorter ones than. */
const LEAST_EVENT_MS = 16;

/**
 * Measures what a person feels of a page: tasks that block it, how long interactions take from the input to the next
 * paint, and the web vitals. Tasks and interactions are counted in a watch, as interactions called `long-task`, and by the
 * kind of event (`click`, `keydown`). What a browser cannot measure is left out. Answers with the way to stop.
 */
export function watchPage(
  watch: Pick<Watch, 'trackInteraction'>,
  options: WatchPageOptions = {},
): () => void {
  let isStopped = false;
  const tell = (measure: PageMeasure) => {
    if (!isStopped) options.onMeasure?.(measure);
  };
  const stops = [
    observeEntries({ type: 'longtask', buffered: true }, (entry) => {
      watch.trackInteraction('long-task', entry.duration);
      tell({ name: 'long-task', value: entry.duration, rating: 'unrated', culprit: scriptOf(entry) });
    }),
    observeEntries({ type: 'event', buffered: true, durationThreshold: LEAST_EVENT_MS }, (entry) => {
      if (!isInteraction(entry)) return;
      watch.trackInteraction(entry.name, entry.duration);
      tell({ name: 'interaction', value: entry.duration, rating: 'unrated', culprit: entry.name });
    }),
  ];
  // They have no way to stop listening; from then on nobody is told.
  tellVitals(options.reportAllChanges === true, tell);
  return () => {
    isStopped = true;
    for (const stop of stops) stop();
  };
}

function tellVitals(reportAllChanges: boolean, tell: (measure: PageMeasure) => void): void {
  const report = (metric: MetricWithAttribution) => {
    const { name, value, rating } = metric;
    tell({ name, value, rating, culprit: culpritOf(metric) });
  };
  for (const on of [onINP, onLCP, onCLS, onFCP, onTTFB]) on(report, { reportAllChanges });
}

function culpritOf(metric: MetricWithAttribution): string | undefined {
  switch (metric.name) {
    case 'INP':
      return metric.attribution.interactionTarget || undefined;
    case 'LCP':
      return metric.attribution.target;
    case 'CLS':
      return metric.attribution.largestShiftTarget;
    default:
      return undefined;
  }
}

function observeEntries(init: PerformanceObserverInit, each: (entry: PerformanceEntry) => void): () => void {
  if (init.type === undefined || !PerformanceObserver.supportedEntryTypes.includes(init.type))
    return () => {};
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) each(entry);
  });
  observer.observe(init);
  return () => observer.disconnect();
}

/** Events of one press or key share an id; what is none (moving, hovering) has 0. */
function isInteraction(entry: PerformanceEntry): boolean {
  return 'interactionId' in entry && typeof entry.interactionId === 'number' && entry.interactionId > 0;
}

/** Where a long task came from, as far as the browser tells: the frame. */
function scriptOf(entry: PerformanceEntry): string | undefined {
  if (!('attribution' in entry) || !Array.isArray(entry.attribution)) return undefined;
  const first: unknown = entry.attribution[0];
  if (typeof first !== 'object' || first === null || !('containerSrc' in first)) return undefined;
  return typeof first.containerSrc === 'string' && first.containerSrc !== '' ? first.containerSrc : undefined;
}
