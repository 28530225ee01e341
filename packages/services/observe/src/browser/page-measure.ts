/** One thing that was measured in a page. */
export interface PageMeasure {
  /** Web vitals by their names; `long-task` and `interaction` for each single one. */
  readonly name: 'INP' | 'LCP' | 'CLS' | 'FCP' | 'TTFB' | 'long-task' | 'interaction';
  /** Milliseconds; without a unit for CLS. */
  readonly value: number;
  /** By the thresholds of web-vitals; `unrated` for what has none. */
  readonly rating: 'good' | 'needs-improvement' | 'poor' | 'unrated';
  /** What is most likely behind it: a selector of the element, the kind of event, or the script. */
  readonly culprit: string | undefined;
}
