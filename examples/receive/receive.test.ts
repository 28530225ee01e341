import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

function outputOf(name: string): string {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=statehouse-source', file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stdout + stderr;
}

test('nested data is taken in, merged and read back', () => {
  expect(outputOf('take-in')).toBe(
    [
      '2 1 2',
      "{ name: 'Ada L.', email: 'ada@x', id: '7' }",
      'Ada L. Rye?',
      'true',
      '[',
      '  {',
      "    table: 'comments',",
      "    id: '9',",
      "    field: 'post',",
      "    target: 'posts',",
      "    missing: '99'",
      '  }',
      ']',
      '',
    ].join('\n'),
  );
});

test('a local database is loaded without operations', () => {
  expect(outputOf('load')).toBe('10000 0 false\n');
});
