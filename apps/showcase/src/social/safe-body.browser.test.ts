import { expect, test } from 'vitest';
import { safeBody } from './safe-body.ts';

/** Puts a body on the page, as the feed does, and answers with what stands there. */
function shown(html: string, base = 'https://example.org/q/1'): HTMLElement {
  const place = document.createElement('div');
  document.body.append(place);
  place.replaceChildren(safeBody(html, base));
  return place;
}

test('words, lists, code and links stay', () => {
  const html = '<p>One <strong>two</strong></p><ul><li>three</li></ul><pre><code>a &lt; b</code></pre>';
  const place = shown(html);
  expect(place.textContent).toBe('One twothreea < b');
  expect(place.querySelectorAll('strong, li, pre code')).toHaveLength(3);
});

test.for([
  '<script>globalThis.ran = true</script>',
  '<img src="x" onerror="globalThis.ran = true">',
  '<svg onload="globalThis.ran = true"><script>globalThis.ran = true</script></svg>',
  '<p onclick="globalThis.ran = true" style="position:fixed;inset:0" id="root" class="post">words</p>',
  '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>',
  '<math><mtext><table><mglyph><style><img src onerror=globalThis.ran=true></style></mglyph></table></mtext></math>',
  '<form action="https://evil.example/"><input name="token"><button>Sign in</button></form>',
  '<a href="javascript:globalThis.ran = true">here</a><a href="data:text/html,<b>x</b>">there</a>',
  '<link rel="stylesheet" href="https://evil.example/x.css"><style>* { display: none }</style><base href="https://evil.example/">',
  '<template><img src=x onerror="globalThis.ran = true"></template><noscript><p title="</noscript><img src=x onerror=globalThis.ran=true>">',
])('%s does nothing', async (html) => {
  const place = shown(html);
  for (const element of place.querySelectorAll('*')) {
    expect(
      element.matches(
        'a, b, blockquote, br, code, del, em, hr, i, kbd, li, ol, p, pre, s, strong, sub, sup, ul',
      ),
    ).toBe(true);
    const names = element
      .getAttributeNames()
      .filter((name) => !['href', 'target', 'rel', 'tabindex'].includes(name));
    expect(names).toEqual([]);
    expect(element.getAttribute('href') ?? 'https://').toMatch(/^https?:/);
    if (element instanceof HTMLElement) element.click();
  }
  await new Promise((done) => requestAnimationFrame(done));
  expect('ran' in globalThis).toBe(false);
});

test('a picture becomes a link to it, and a link leads away and tells nobody where from', () => {
  const place = shown('<p><img src="https://i.example/a.png" alt="a plot"> <a href="/users/1">Ada</a></p>');
  const [picture, person] = place.querySelectorAll('a');
  expect([picture?.textContent, picture?.href]).toEqual(['Picture: a plot', 'https://i.example/a.png']);
  expect(person?.href).toBe('https://example.org/users/1');
  expect(person?.rel).toBe('noopener noreferrer nofollow');
  expect(place.querySelector('img')).toBe(null);
});

test('a heading becomes a bold line: the headings of the page are its own', () => {
  const place = shown('<h1>Loud</h1>');
  expect(place.innerHTML).toBe('<p><strong>Loud</strong></p>');
});

test('a link that has lost its address does not lead to the base', () => {
  const holder = document.createElement('div');
  holder.append(
    safeBody('<a href="javascript:void 0">a trap</a><a href="">b</a><a>c</a>', 'https://site.example/q/1'),
  );
  expect([...holder.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    null,
    null,
    null,
  ]);
});
