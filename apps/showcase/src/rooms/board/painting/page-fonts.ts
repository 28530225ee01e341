/** A face of a font of the page, as a worker can load it: a worker sees none of the page's style sheets. */
export interface FontSource {
  /** As in CSS, with a full address. */
  readonly source: string;
  readonly weight: string;
  readonly style: string;
  readonly unicodeRange: string;
}

/** The faces of a family that the page has loaded until now; it loads those that something is written with. */
export function pageFonts(page: Document, family: string): readonly FontSource[] {
  const loaded = new Set(
    [...page.fonts]
      .filter((face) => face.status === 'loaded' && unquoted(face.family) === family)
      .map(({ unicodeRange }) => unicodeRange),
  );
  const origin = new URL(page.baseURI).origin;
  return [...page.styleSheets].flatMap((sheet) => {
    const base = sheet.href ?? page.baseURI;
    // What is not the page's own cannot be read.
    if (new URL(base).origin !== origin) return [];
    return [...sheet.cssRules]
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .filter(({ style }) => unquoted(style.getPropertyValue('font-family')) === family)
      .filter(({ style }) => loaded.has(style.getPropertyValue('unicode-range') || 'U+0-10FFFF'))
      .flatMap(({ style }) => fontOf(style, base));
  });
}

function fontOf(style: CSSStyleDeclaration, base: string): readonly FontSource[] {
  const read = (name: string) => style.getPropertyValue(name);
  const address = /url\(\s*["']?([^"')]+)["']?\s*\)/.exec(read('src'))?.[1];
  if (address === undefined) return [];
  return [
    {
      source: `url("${new URL(address, base).href}")`,
      weight: read('font-weight') || 'normal',
      style: read('font-style') || 'normal',
      unicodeRange: read('unicode-range') || 'U+0-10FFFF',
    },
  ];
}

function unquoted(family: string): string {
  return family.replaceAll(/["']/g, '');
}
