import { type EmbeddedValue, type Span, sensitiveValuesIn } from './embedded-pairs.ts';
import { isNothing, isPseudonym } from './marks.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { SensitivePlaces } from './sensitive-places.ts';

/** Shorter secrets are found as whole texts only: a code of three digits stands in every number. */
const LEAST_INSIDE = 4;
const MOST_REMEMBERED = 20_000;
const PSEUDONYMS = /(⟦(?:secret|bytes):[0-9a-f]{32}⟧)/;
/** A pseudonym that went through `encodeURIComponent`. */
const ENCODED_PSEUDONYM = /%E2%9F%A6(secret|bytes)%3A([0-9a-f]{32})%E2%9F%A7/gi;

/**
 * The secrets that were met, and how to take them out of texts.
 *
 * Invariant: in what `redact` answers with no secret stands that was learnt before, and `redact` of it is itself.
 */
export class SecretTexts {
  readonly #places: SensitivePlaces;
  readonly #pseudonyms: Pseudonyms;
  /** Every way in which a secret is written, and its pseudonym. */
  readonly #written = new Map<string, string>();
  /** The same by their first letters, the longest first, so that a text is gone through once however many there are. */
  readonly #byStart = new Map<string, string[]>();
  readonly #secrets = new Set<string>();
  readonly #remembered = new Map<string, string>();

  constructor(places: SensitivePlaces, pseudonyms: Pseudonyms, known: Iterable<string> = []) {
    this.#places = places;
    this.#pseudonyms = pseudonyms;
    for (const secret of known) this.learn(secret);
  }

  get known(): ReadonlySet<string> {
    return this.#secrets;
  }

  /** Knows a secret from now on; false when it did before, or when there is nothing to know. */
  learn(secret: string): boolean {
    if (this.#secrets.has(secret) || secret.trim() === '' || isNothing(secret) || isPseudonym(secret))
      return false;
    this.#secrets.add(secret);
    this.#remembered.clear();
    const pseudonym = this.#pseudonyms.ofText(secret);
    // Its own way of writing it last, so that it is found under its own name whatever else is written like it.
    for (const written of [...escapedWays(secret), secret]) this.#learnWritten(written, pseudonym);
    return true;
  }

  /** Learns what a text that is not secret itself says of secrets: `?token=…`. */
  learnFrom(text: string): boolean {
    let isNew = false;
    for (const { value } of this.#valuesIn(text)) isNew = this.learn(value) || isNew;
    return isNew;
  }

  /** A text without secrets. O(length). */
  redact(text: string): string {
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const redacted = this.#redacted(text);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(text, redacted);
    return redacted;
  }

  /** The name of a field without secrets; short ones stay, as they are not whole values. */
  redactKey(name: string): string {
    return name.length < LEAST_INSIDE ? name : this.redact(name);
  }

  #redacted(given: string): string {
    const whole = this.#written.get(given);
    if (whole !== undefined) return whole;
    const text = given.includes('%') ? given.replace(ENCODED_PSEUDONYM, decodedPseudonym) : given;
    const named = this.#replacedValues(text);
    if (this.#byStart.size === 0) return named;
    return named
      .split(PSEUDONYMS)
      .map((piece) => (isPseudonym(piece) ? piece : this.#replacedSecrets(piece)))
      .join('');
  }

  /** Values behind sensitive names go whole, however short. */
  #replacedValues(text: string): string {
    const pieces: string[] = [];
    let at = 0;
    for (const { start, end, value } of this.#valuesIn(text)) {
      if (start < at) continue;
      pieces.push(text.slice(at, start), this.#pseudonyms.ofText(value));
      at = end;
    }
    return pieces.length === 0 ? text : pieces.join('') + text.slice(at);
  }

  #valuesIn(text: string): readonly EmbeddedValue[] {
    if (!text.includes('=') && !text.includes('"')) return [];
    return sensitiveValuesIn(text, (name) => this.#places.isSensitiveName(name))
      .filter(({ value }) => !isPseudonym(value))
      .sort((a, b) => a.start - b.start);
  }

  #replacedSecrets(text: string): string {
    const pieces: string[] = [];
    let end = 0;
    for (const span of this.#secretsIn(text)) {
      const secret = text.slice(span.start, span.end);
      pieces.push(text.slice(end, span.start), this.#written.get(secret) ?? this.#pseudonyms.ofText(secret));
      end = span.end;
    }
    return end === 0 ? text : pieces.join('') + text.slice(end);
  }

  /** Where secrets stand; those that overlap are one piece, so that nothing of either is left over. */
  #secretsIn(text: string): readonly Span[] {
    const spans: Span[] = [];
    let start = 0;
    let end = 0;
    for (let at = 0; at <= text.length - LEAST_INSIDE; at += 1) {
      const found = this.#byStart
        .get(text.slice(at, at + LEAST_INSIDE))
        ?.find((secret) => text.startsWith(secret, at));
      if (found === undefined) continue;
      if (at >= end) {
        if (end > start) spans.push({ start, end });
        start = at;
      }
      end = Math.max(end, at + found.length);
    }
    if (end > start) spans.push({ start, end });
    return spans;
  }

  #learnWritten(written: string, pseudonym: string): void {
    const isNew = !this.#written.has(written);
    this.#written.set(written, pseudonym);
    if (!isNew || written.length < LEAST_INSIDE) return;
    const start = written.slice(0, LEAST_INSIDE);
    const others = this.#byStart.get(start) ?? [];
    this.#byStart.set(
      start,
      [...others, written].sort((a, b) => b.length - a.length),
    );
  }
}

function escapedWays(secret: string): readonly string[] {
  const ways = [JSON.stringify(secret).slice(1, -1)];
  if (secret.isWellFormed()) {
    const encoded = encodeURIComponent(secret);
    ways.push(encoded, encoded.replaceAll('%20', '+'));
  }
  return ways.filter((written) => written !== secret);
}

function decodedPseudonym(_: string, kind: string, digits: string): string {
  return `⟦${kind.toLowerCase()}:${digits.toLowerCase()}⟧`;
}
