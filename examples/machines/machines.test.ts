import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function run(name: string): { readonly status: number | null; readonly lines: readonly string[] } {
  const command = ['--conditions=statehouse-source', 'examples/run.ts', name];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, lines: (stdout + stderr).trimEnd().split('\n') };
}

test('a game is loaded where it was saved, with what is left of its lamp', () => {
  expect(run('game')).toEqual({
    status: 0,
    lines: [
      'Without a key: hall, 0 keys',
      'Loaded: hall, 1 keys',
      'A millisecond of oil is left: tower, 1 keys',
      'And then: dark, 1 keys',
      'Another slot: hall, 0 keys',
    ],
  });
});

test('a device is tried again after waits that double, and connected again when it is lost', () => {
  expect(run('device')).toEqual({
    status: 0,
    lines: [
      '0 idle',
      '0 connecting',
      '0 waiting',
      '500 connecting',
      '500 waiting',
      '1500 connecting',
      '4500 waiting',
      '6500 connecting',
      '6500 connected',
      '6500 lost',
      '6500 connecting',
      '6500 waiting',
      '7000 connecting',
      '7000 connected',
    ],
  });
});

test('two review a document side by side, and everybody who has it is in the same state', () => {
  const both = (ben: string, cyrus: string) => JSON.stringify({ inReview: { ben, cyrus } });
  expect(run('document-review')).toEqual({
    status: 0,
    lines: [
      `Submitted: ${both('reading', 'reading')}`,
      `Ben approves: ${both('content', 'reading')}`,
      'Cyrus does not: "changesRequested"',
      `Submitted again: ${both('reading', 'reading')} Better words.`,
      'Both approve: "approved"',
    ],
  });
});
