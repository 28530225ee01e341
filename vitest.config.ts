import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const conditions = ['statehouse-source', ...defaultServerConditions];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...resolve,
  test: {
    projects: [
      {
        ...resolve,
        test: {
          name: 'packages',
          include: ['packages/**/src/**/*.test.ts', 'packages/**/src/**/*.test.tsx', 'apps/**/src/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        ...resolve,
        test: {
          name: 'scenarios',
          include: ['tests/**/*.test.ts', 'examples/**/*.test.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
