import type { Analytics } from './analytics.ts';

/** As much of a page as its end needs: `globalThis` in a browser. */
export interface LeavingPage {
  addEventListener(type: 'pagehide', listener: () => void): void;
  removeEventListener(type: 'pagehide', listener: () => void): void;
}

/** Lets what waits leave with a page. Answers with the way to stop. */
export function leaveWithPage(analytics: Pick<Analytics, 'leave'>, page: LeavingPage): () => void {
  const leave = () => analytics.leave();
  page.addEventListener('pagehide', leave);
  return () => page.removeEventListener('pagehide', leave);
}
