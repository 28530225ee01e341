import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBlog } from './blog-window.ts';
import { openHouse } from './open-house.ts';
import { browserPath } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

/** What somebody might write who wants to do something to whoever reads it. */
const HOSTILE = [
  '<p>Before.</p>',
  '<script>globalThis.wasRun = 1</script>',
  '<img src="x" onerror="globalThis.wasRun = 2"><img src="https://elsewhere.example/pixel.gif">',
  '<a href="javascript:globalThis.wasRun = 3">a trap</a>',
  '<svg><animate onbegin="globalThis.wasRun = 4" attributeName="x" dur="1s"></animate></svg>',
  '<math><mtext><table><mglyph><style><img src onerror="globalThis.wasRun = 5"></style></mglyph></table></mtext></math>',
  '<iframe srcdoc="<script>parent.wasRun = 6</script>"></iframe>',
  '<form action="https://elsewhere.example/"><button>Sign in</button></form>',
  '<div style="position:fixed;inset:0" class="top-bar" id="root">over everything</div>',
  '<p><a href="https://fine.example/">a link</a> and <code>x &lt; 1</code>.</p>',
].join('\n');

const post = (id: number, more: object) => ({
  id,
  kind: 'question',
  authorId: 1,
  createdAt: `2018-05-0${id}T10:00:00.000Z`,
  title: `Post <b>${id}</b>`,
  score: id,
  body: '<p>Nothing special.</p>',
  license: 'CC BY-SA 4.0',
  ...more,
});

/** A data folder with two posts of one author, and lines that are no posts. */
function folderWith(path: string): string {
  const site = join(path, 'social', 'bicycles-meta');
  mkdirSync(site, { recursive: true });
  const table = (name: string, lines: readonly unknown[]) =>
    writeFileSync(join(site, `${name}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  table('users', [{ id: 1, displayName: '<i>Mallory</i>' }]);
  table('posts', [post(1, {}), post(2, { body: HOSTILE }), 'no post', null]);
  table('comments', [
    {
      id: 1,
      postId: 2,
      authorName: 'Gone',
      createdAt: '2018-05-03T10:00:00.000Z',
      text: '<img src=x onerror=alert(1)>',
    },
    { id: 2, postId: 99, authorId: 1, createdAt: '2018-05-03T10:00:00.000Z', text: 'to nothing' },
  ]);
  table('votes', []);
  return path;
}

describe.skipIf(browserPath === undefined)(`posts from strangers${reason}`, () => {
  const house = openHouse({ data: folderWith, isWatched: true });

  test('hostile HTML in a body does nothing, and what is harmless is shown with author and licence', async () => {
    const context = await house.visitor();
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).host));
    const page = await openBlog(house, { context });
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    expect(await page.locator('.post-entry-title').allTextContents()).toEqual([
      'Post <b>2</b>',
      'Post <b>1</b>',
    ]);
    await page.locator('.post-entry').first().click();
    const body = page.locator('.post-html');
    await body.getByText('Before.').waitFor();
    await body.getByText('a trap').click();
    expect(
      await body.locator('script, img, svg, math, iframe, form, button, [style], [class], [id]').count(),
    ).toBe(0);
    expect(await body.getByText('a trap').getAttribute('href')).toBe(null);
    const link = body.getByRole('link', { name: 'a link' });
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await body.locator('code').textContent()).toBe('x < 1');
    expect(await page.locator('.comment').first().textContent()).toContain('<img src=x onerror=alert(1)>');
    const attribution = page.locator('.attribution');
    expect(await attribution.textContent()).toContain('By <i>Mallory</i> on bicycles.meta.stackexchange.com');
    expect(
      await attribution
        .getByRole('link')
        .evaluateAll((links) => links.map((one) => one.getAttribute('href'))),
    ).toEqual([
      'https://bicycles.meta.stackexchange.com/users/1',
      'https://bicycles.meta.stackexchange.com/q/2',
      'https://creativecommons.org/licenses/by-sa/4.0/',
    ]);
    expect(await page.evaluate(() => Object.hasOwn(globalThis, 'wasRun'))).toBe(false);
    expect(dialogs).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([new URL(house.dev.url).host]));
  });

  test('the policy of the page stops a script that got in all the same', async () => {
    const page = await openBlog(house);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = 7';
      document.body.append(script);
      const picture = document.createElement('img');
      picture.setAttribute('onerror', 'globalThis.wasRun = 8');
      picture.src = 'data:image/png;base64,AAAA';
      document.body.append(picture);
      return new Promise((done) => setTimeout(done, 200));
    });
    expect(await page.evaluate(() => Object.hasOwn(globalThis, 'wasRun'))).toBe(false);
  });
});
