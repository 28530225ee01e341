export type { PageMeasure } from './page-measure.ts';
export { type WatchPageOptions, watchPage } from './watch-page.ts';
