export type MetricLabels = Readonly<Record<string, string>>;

/** Where `sync` and `server` report numbers. Names are `snake_case` with their unit; labels never hold content. */
export interface Metrics {
  count(name: string, amount?: number, labels?: MetricLabels): void;
  gauge(name: string, value: number, labels?: MetricLabels): void;
  /** One observation for a histogram, in the unit that the name says. */
  observe(name: string, value: number, labels?: MetricLabels): void;
}

/** Metrics that go nowhere. */
export const silentMetrics: Metrics = { count: () => {}, gauge: () => {}, observe: () => {} };
