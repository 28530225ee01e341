import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PEERS = [
  'statehouse',

  'immutable',
  'sorted-btree',
  'immer',
  'mutative',
  '@reduxjs/toolkit',
  'tinybase',
  'tanstack-db',
];
const UNITS = ['ns', 'us', 'ms', 's', 'bytes', 'per-second'];

/** What each bench must give: cases and metrics, each with those who must be in it. */
const PROMISED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  tables: {
    'entities get': ['native-map', ...PEERS],
    'entities update': ['native-map', ...PEERS],
    'entities batch-1000': ['native-map', ...PEERS],
    'entities insert': ['native-map', ...PEERS],
    'entities remove': ['native-map', ...PEERS],
    'entities load': ['native-map', ...PEERS],
    'entities bytes-per-entity': ['native-map', ...PEERS],
    'entities bytes-per-entity-indexed': ['statehouse', 'native-map'],
    'entities longest-pause': ['statehouse', 'native-map'],
  },
  queries: {
    'indexed-first-50 per-query': [
      'statehouse',
      'statehouse-collections',
      'native-map',
      'sorted-btree',
      'tinybase',
      'tanstack-db',
    ],
    'indexed-first-50 p99': [
      'statehouse',
      'statehouse-collections',
      'native-map',
      'sorted-btree',
      'tinybase',
      'tanstack-db',
    ],
    'live-update per-change': ['statehouse', 'native-map', 'tinybase', 'tanstack-db'],
    'live-join per-change': ['statehouse', 'tinybase', 'tanstack-db'],
    'scan per-scan': ['statehouse', 'native-map', 'immutable', 'sorted-btree', 'tinybase', 'tanstack-db'],
    'diff-1000 per-diff': ['statehouse', 'statehouse-collections', 'immutable', 'sorted-btree'],
    'travel per-jump': ['statehouse', 'statehouse-collections', 'sorted-btree', 'tinybase'],
  },
  hub: {
    'redux-dispatch per-change': ['plain', 'statehouse', 'statehouse+journal+metrics'],
    'redux-100-stores per-change': ['plain', 'statehouse', 'statehouse+journal+metrics'],
    'redux-100-subscribers p99': ['plain', 'statehouse', 'statehouse+journal+metrics'],
    'redux-long-run growth': ['plain', 'statehouse', 'statehouse+journal+metrics'],
  },
  selectors: {
    'post-details-100 total': ['reselect'],
    'post-details-100 after-change': ['reselect'],
    'chat-channel total': ['reselect'],
    'chat-channel after-change': ['reselect'],
    'state-update-1000 one': ['statehouse', '@reduxjs/toolkit', 'immer'],
    'state-update-1000 all': ['statehouse', '@reduxjs/toolkit', 'immer'],
    'memory growth-10000': ['statehouse', '@reduxjs/toolkit', 'immer'],
    'memory growth-after-updates': ['statehouse'],
  },
};

test.for(Object.entries(PROMISED))(
  'a quick run of %s gives a line for everybody in every cell',
  ([bench, cells]) => {
    const { status, stdout, stderr } = run(bench, '--quick', '--json');
    expect(status, stderr).toBe(0);
    const lines = stdout.trim().split('\n').map(parseLine);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual([
        'bench',
        'case',
        'impl',
        'metric',
        'n',
        'median',
        'unit',
        'repeats',
      ]);
      expect(line).toMatchObject({
        bench,
        n: expect.any(Number),
        median: expect.any(Number),
        repeats: expect.any(Number),
      });
      expect(UNITS).toContain(line.unit);
    }
    for (const [cell, impls] of Object.entries(cells)) {
      const own = lines.filter((line) => `${line.case} ${line.metric}` === cell);
      expect(
        own.map(({ impl }) => impl),
        `${cell}: ${stderr}`,
      ).toEqual(expect.arrayContaining([...impls]));
      expect(new Set(own.map(({ unit }) => unit)).size, cell).toBe(1);
    }
  },
);

test('a size that cannot be is refused in a line, and an unknown option with the help', () => {
  expect(run('tables', '--n', 'many')).toMatchObject({
    status: 2,
    stderr: '--n takes whole numbers, not many\n',
  });
  const unknown = run('tables', '--slow');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain('npm run bench --');
});

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, ['scripts/launch.mjs', 'scripts/bench.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 240_000,
  });
}

function parseLine(text: string): Record<string, unknown> {
  return JSON.parse(text);
}
