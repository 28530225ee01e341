import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(...parameters: readonly string[]): Ran {
  return runFile('examples/run.ts', ...parameters);
}

function runFile(...parameters: readonly string[]): Ran {
  const command = ['--conditions=statehouse-source', ...parameters];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

/** Lines that hold code or a comment. */
function linesOf(name: string): number {
  const text = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

test('a shared counter takes at most 15 lines, and adds up', () => {
  expect(linesOf('counter')).toBeLessThanOrEqual(15);
  expect(run('counter')).toEqual({ status: 0, output: 'Ada sees 5 apples\n' });
});

test('a shared list with roles and undo takes at most 40 lines, and keeps everybody to their role', () => {
  expect(linesOf('list')).toBeLessThanOrEqual(40);
  expect(run('list')).toEqual({
    status: 0,
    output: [
      'On the list: Bread (done)',
      'Cyrus tried to delete it: You may read this document but not change it.',
      'Cyrus looked at payroll: You may not open this document, or there is none of this name.',
      '',
    ].join('\n'),
  });
});

test('queries read rows with what belongs to them, and what they add up to', () => {
  expect(runFile('examples/queries/read.ts')).toEqual({
    status: 0,
    output: [
      'On engines · Bread, and engines',
      'Ada 2 More! Less!',
      'Ben 1 Rye?',
      "[ 'Ada' ]",
      '[',
      "  { author: 'ada', posts: 2, best: 8 },",
      "  { author: 'ben', posts: 1, best: 5 }",
      ']',
      "5.333333333333333 [ { status: 'draft' }, { status: 'open' } ]",
      '',
    ].join('\n'),
  });
});

test('a live query follows its document, keeps what did not change, and explains itself', () => {
  expect(runFile('examples/queries/live.ts')).toEqual({
    status: 0,
    output: [
      'On engines 8 · Notes 7',
      'true false',
      'On engines 8 · Notes 7',
      "[ 'Ada L.', 'Ada L.' ]",
      '[ 8, 3 ]',
      "[ 'posts ordered author,score', 'people ids ' ] incremental",
      '[',
      `  "posts: filter by status, order by score: declare index ['status','score']"`,
      ']',
      '',
    ].join('\n'),
  });
});

test('a derived selector keeps its answer until something that it read has changed', () => {
  expect(runFile('examples/derive/read.ts')).toEqual({
    status: 0,
    output: [
      'On engines Ada 2 More!',
      'true',
      'Ada L. true',
      'true',
      '{ hits: 2, misses: 1, recomputations: 1 }',
      '',
    ].join('\n'),
  });
});

test('a derived selector keeps as much as it is told to', () => {
  expect(runFile('examples/derive/keep.ts')).toEqual({
    status: 0,
    output: [
      '2',
      '1',
      'Ben 1 3',
      'Error: There is no post gone.',
      'Error: There is no post gone.',
      '1',
      '4 4 0',
      '',
    ].join('\n'),
  });
});

test('derived selectors and those of reselect read each other', () => {
  expect(runFile('examples/derive/reselect.ts')).toEqual({ status: 0, output: 'ADA of 16\n' });
});

test('a recording holds no secrets, and finds the entry at which other code comes out otherwise', () => {
  const { status, output } = runFile('examples/hub/recording.ts');
  expect({ status, output: output.replaceAll(/[0-9a-f]{32}/g, '…') }).toEqual({
    status: 0,
    output: [
      'false true',
      '[5,4,{"items":["rye","oil","tea"],"token":"⟦secret:…⟧"}]',
      "[ 5, 'cart', [ 'items', 2 ], 'tea', undefined ]",
      '',
    ].join('\n'),
  });
});

test('an unknown example is answered with the ones that there are', () => {
  for (const name of [[], ['chess'], ['../counter']]) {
    expect(run(...name)).toEqual({
      status: 2,
      output: 'Which example? npm run example -- counter|list|game|device|document-review\n',
    });
  }
});

test('errors of a hub are reported in the shape that an error service takes, without secrets', () => {
  const { status, output } = runFile('examples/observe/error-service.ts');
  expect(status).toBe(0);
  const lines = output.split('\n');
  expect(lines[0]).toMatch(/^till Error: a negative price < RangeError: cannot charge ⟦secret:\S+⟧$/);
  expect(lines[1]).toMatch(/till\/pay/);
  expect(output).not.toContain('4000 0566');
});

test('a watched hub tells counts, what is slow, and the text that Prometheus reads', () => {
  expect(runFile('examples/observe/watch.ts')).toEqual({
    status: 0,
    output: [
      'sort of cart was slow',
      'cart add: 99, within a frame',
      'cart sort: 1, over a frame',
      'statehouse_changes_total{kind="change",store="cart",name="add"} 99',
      '',
    ].join('\n'),
  });
});
