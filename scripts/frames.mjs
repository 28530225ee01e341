// Measures how quick the showcase is, and holds the goals: `npm run frames`, on a machine that does nothing else.
process.env.STATEHOUSE_FRAMES = 'strict';
process.argv.push(
  'tests/browser/board-frames.browser.test.ts',
  'tests/browser/feed-frames.browser.test.ts',
  'tests/browser/first-load.browser.test.ts',
);
await import('./test.mjs');
