/** A piece of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A named value inside a text, without its quotes. */
export interface EmbeddedValue extends Span {
  /** As it reads without escapes. */
  readonly value: string;
}

/** As in cache keys: `getUser({"token":"…"})`. */
const MEMBER = /"([^"\\]{1,64})"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d[\d.eE+-]*))/g;
/** As in addresses and cookies: `?token=…`. */
const PARAMETER = /(?:^|[?&;#\s(])([\w.$%[\]-]{1,64})=([^&;\s#"'<>]+)/g;

/** The values inside a text whose names are sensitive: in pieces of JSON, in query strings, in cookies. */
export function sensitiveValuesIn(
  text: string,
  isSensitiveName: (name: string) => boolean,
): readonly EmbeddedValue[] {
  const found: EmbeddedValue[] = [];
  if (text.includes('":') || text.includes('" :')) {
    for (const match of text.matchAll(MEMBER)) {
      const [whole, name = '', quoted, number = ''] = match;
      if (!isSensitiveName(name)) continue;
      const raw = quoted ?? number;
      const end = match.index + whole.length - (quoted === undefined ? 0 : 1);
      found.push({ start: end - raw.length, end, value: quoted === undefined ? number : unescaped(quoted) });
    }
  }
  if (text.includes('=')) {
    for (const match of text.matchAll(PARAMETER)) {
      const [whole, name = '', raw = ''] = match;
      if (!isSensitiveName(decoded(name))) continue;
      const end = match.index + whole.length;
      found.push({ start: end - raw.length, end, value: decoded(raw.replaceAll('+', ' ')) });
    }
  }
  return found.filter(({ start, end }) => start < end);
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(`"${quoted}"`));
  } catch {
    return quoted;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
