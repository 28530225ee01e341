import DOMPurify from 'dompurify';

/** What a post may be made of: words, their structure, and links. Nothing that loads, runs, or looks like the house. */
const TAGS = [
  ...[
    'a',
    'b',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'hr',
    'i',
    'img',
    'kbd',
    'li',
  ],
  ...['ol', 'p', 'pre', 's', 'strong', 'sub', 'sup', 'ul'],
];
const KEPT = 500;

const purifier = DOMPurify(globalThis.window);
const made = new Map<string, DocumentFragment>();

/**
 * A body by a stranger as nodes of one's own: without scripts, styles, ids and pictures (each becomes a link: the page
 * asks no other host for anything); links lead away from the house and tell nobody where from.
 * @param base what relative links are relative to; empty: they lead nowhere
 */
export function safeBody(html: string, base: string): Node {
  const key = `${base}\n${html}`;
  const known = made.get(key) ?? cleaned(html, base);
  made.delete(key);
  made.set(key, known);
  // Oldest first: a feed is read in one direction.
  for (const oldest of made.keys()) {
    if (made.size <= KEPT) break;
    made.delete(oldest);
  }
  return known.cloneNode(true);
}

function cleaned(html: string, base: string): DocumentFragment {
  // The nodes belong to a document that loads nothing, until they are put on the page.
  const fragment = purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'src', 'alt'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const picture of fragment.querySelectorAll('img')) picture.replaceWith(...linkToPicture(picture));
  for (const link of fragment.querySelectorAll('a')) tame(link, base);
  for (const element of fragment.querySelectorAll('h1, h2, h3, h4'))
    element.replaceWith(asParagraph(element));
  for (const block of fragment.querySelectorAll('pre')) block.tabIndex = 0;
  return fragment;
}

function linkToPicture(picture: HTMLImageElement): readonly Node[] {
  const words = `Picture: ${picture.alt === '' ? 'without a description' : picture.alt}`;
  // A link inside a link is none; the outer one leads to the same picture nearly always.
  if (picture.closest('a') !== null) return [picture.ownerDocument.createTextNode(words)];
  const link = picture.ownerDocument.createElement('a');
  link.href = picture.getAttribute('src') ?? '';
  link.textContent = words;
  return [link];
}

function tame(link: HTMLAnchorElement, base: string): void {
  const href = link.getAttribute('href');
  // One that led nowhere good has lost its address already: it must not lead to the base instead.
  const target = href === null || href === '' ? undefined : targetOf(href, base);
  link.removeAttribute('src');
  if (target === undefined) {
    link.removeAttribute('href');
    return;
  }
  link.href = target;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
}

function targetOf(href: string, base: string): string | undefined {
  const url = URL.parse(href, base === '' ? undefined : base);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}

/** The headings of a page are the page's: a stranger's are bold lines. */
function asParagraph(heading: Element): Node {
  const paragraph = heading.ownerDocument.createElement('p');
  const strong = heading.ownerDocument.createElement('strong');
  strong.append(...heading.childNodes);
  paragraph.append(strong);
  return paragraph;
}
