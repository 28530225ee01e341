// Measures what a frame costs on a crowded board, and holds the goals: `npm run frames`, on a machine that does nothing else.
process.env.STATEHOUSE_FRAMES = 'strict';
process.argv.push('tests/browser/board-frames.browser.test.ts');
await import('./test.mjs');
