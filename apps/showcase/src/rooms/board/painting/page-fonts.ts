/** A font of the page, as a worker can load it: a worker sees none of the page's style sheets. */
export interface FontSource {
  readonly family: string;
  /** As in CSS, with a full address. */
  readonly source: string;
  readonly weight: string;
  readonly style: string;
  readonly unicodeRange: string;
}

/** The faces of a family that the page's own style sheets name. */
export function pageFonts(page: Document, family: string): readonly FontSource[] {
  return [...page.styleSheets].flatMap((sheet) => {
    const base = sheet.href ?? page.baseURI;
    // Others' sheets cannot be read.
    if (new URL(base).origin !== new URL(page.baseURI).origin) return [];
    return [...sheet.cssRules].flatMap((rule) =>
      rule instanceof CSSFontFaceRule ? fontOf(rule.style, family, base) : [],
    );
  });
}

function fontOf(style: CSSStyleDeclaration, wanted: string, base: string): readonly FontSource[] {
  const read = (name: string) => style.getPropertyValue(name);
  const family = read('font-family').replaceAll(/["']/g, '');
  const address = /url\(\s*["']?([^"')]+)["']?\s*\)/.exec(read('src'))?.[1];
  if (family !== wanted || address === undefined) return [];
  return [
    {
      family,
      source: `url("${new URL(address, base).href}")`,
      weight: read('font-weight') || 'normal',
      style: read('font-style') || 'normal',
      unicodeRange: read('unicode-range') || 'U+0-10FFFF',
    },
  ];
}
