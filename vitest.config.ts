import { resolve } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { chromiumArguments, findBrowser } from './scripts/browser.mjs';

const sourceCondition = 'statehouse-source';
const notTests = ['**/node_modules/**', '**/dist/**'];
const browser = findBrowser();
const browserPath = browser.kind === 'found' ? browser.path : '';

/** Node resolves packages to their sources, in the tests, in their workers and in what Vite transforms. */
const inNode = {
  resolve: { conditions: [sourceCondition, ...defaultServerConditions] },
  ssr: { resolve: { conditions: [sourceCondition, ...defaultServerConditions] } },
};

const nodeTests = {
  environment: 'node' as const,
  execArgv: [`--conditions=${sourceCondition}`],
  env: {
    ...(browser.kind === 'found' ? { STATEHOUSE_BROWSER_PATH: browser.path } : {}),
    STATEHOUSE_DATA: resolve(import.meta.dirname, process.env.STATEHOUSE_DATA ?? '../shared/data'),
  },
};

/** What a package does, tested beside its source. */
const packages: TestProjectConfiguration = {
  ...inNode,
  test: {
    ...nodeTests,
    name: 'packages',
    include: [
      'packages/**/src/**/*.test.{ts,tsx}',
      'apps/**/{src,samples}/**/*.test.{ts,tsx}',
      'scripts/**/*.test.mjs',
    ],
    exclude: [...notTests, '**/*.browser.test.*'],
    testTimeout: 120_000,
  },
};

/** What crosses packages: real servers, processes, sockets and pages; one file at a time. */
const scenarios: TestProjectConfiguration = {
  ...inNode,
  test: {
    ...nodeTests,
    name: 'scenarios',
    include: ['tests/**/*.test.ts', 'examples/**/*.test.{ts,tsx}', 'benchmarks/**/*.test.ts'],
    exclude: notTests,
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
};

/** Package code inside a real Chromium: `*.browser.test.ts`. Absent when there is no browser. */
const inBrowser: TestProjectConfiguration = {
  resolve: { conditions: [sourceCondition, ...defaultClientConditions] },
  test: {
    name: 'browser',
    include: ['packages/**/src/**/*.browser.test.{ts,tsx}', 'apps/**/src/**/*.browser.test.{ts,tsx}'],
    exclude: notTests,
    testTimeout: 60_000,
    // What waits for frames and counts renders is not to compete with another page for the processors.
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: browserPath, args: chromiumArguments() } }),
      instances: [{ browser: 'chromium' }],
    },
  },
};

const measured = ['foundation/ot', 'foundation/collections', 'engine/db', 'services/sync', 'services/server'];

export default defineConfig({
  ...inNode,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: browser.kind === 'found' ? [packages, scenarios, inBrowser] : [packages, scenarios],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      include: measured.map((folder) => `packages/${folder}/src/**/*.ts`),
      exclude: ['**/*.test.ts', '**/*.bench.ts', '**/testing/**'],
      thresholds: Object.fromEntries(measured.map((folder) => [`packages/${folder}/src/**`, { lines: 90 }])),
    },
  },
});
