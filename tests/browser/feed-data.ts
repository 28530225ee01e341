import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const createdAt = '2018-08-30T12:00:00.000Z';
const license = 'CC BY-SA 4.0';

/** Who wrote what the tests read: made up here, and hostile. */
export const HOSTILE = `<h1>Loud</h1><p>Harmless words.</p>
<script>window.ran = true</script><img src="https://evil.example/x.png" alt="A plot" onerror="window.ran = true">
<svg onload="window.ran = true"></svg><iframe src="https://evil.example/"></iframe>
<p id="root" style="position: fixed; inset: 0" onclick="window.ran = true">Click me</p>
<a href="javascript:window.ran = true">a trap</a> <style>body { display: none }</style>
<form action="https://evil.example/"><input name="password"></form>`;

/** Writes a small Stack Exchange site: the most engaging post is hostile. Answers with the folder for `STATEHOUSE_DATA`. */
export function writeFeedData(folder: string): string {
  const site = join(folder, 'shared', 'social', 'quantumcomputing');
  mkdirSync(site, { recursive: true });
  const write = (table: string, lines: readonly object[]) =>
    writeFileSync(join(site, `${table}.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'));
  write('users', [
    { id: 1, displayName: '<b>Mallory</b>', reputation: 9_000 },
    { id: 2, displayName: 'Ada', reputation: 8_000 },
  ]);
  write('posts', [
    post({
      id: 1,
      authorId: 1,
      score: 900,
      title: 'A <script>title</script>',
      body: HOSTILE,
      commentCount: 1,
    }),
    post({ id: 2, authorId: 2, score: 880, title: 'Ada writes', body: '<p>A calm post.</p>' }),
    post({
      id: 3,
      authorId: 2,
      score: 1,
      title: 'Long ago',
      body: '<p>x</p>',
      createdAt: '2017-09-10T12:00:00.000Z',
    }),
  ]);
  write('comments', [
    {
      id: 1,
      postId: 1,
      authorId: 2,
      createdAt,
      score: 0,
      license,
      text: '<img src=x onerror="window.ran = true">',
    },
  ]);
  write('votes', [{ id: 1, postId: 1, type: 'favorite', userId: 2 }]);
  return join(folder, 'shared');
}

function post(given: object): object {
  return { kind: 'question', createdAt, license, commentCount: 0, ...given };
}
