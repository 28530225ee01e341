import { isJsonObject, type Json } from '@statehouse/kernel';
import { CYCLE, DEEP, ERROR, isNothing, isPseudonym, MAP, SET } from './marks.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { SecretTexts } from './secret-texts.ts';
import type { Place, SensitivePlaces } from './sensitive-places.ts';
import { fieldOf, levelsOf, type Shape, shapeOf } from './shape.ts';

/** What would stand deeper than this in the projection is cut off. */
const MOST_LEVELS = 200;
/** A number is looked for elsewhere only if it is long enough to be told from others. */
const LEAST_DIGITS = 4;
/** Longer bytes are no text that would stand in another one. */
const MOST_BYTES_OF_TEXT = 4_096;

/** With fewer it is quicker to look at all of them. */
const MANY_FIELDS = 32;

const NOWHERE = Number.POSITIVE_INFINITY;
/** Higher than every level: what holds such a thing depends on all that was gone through before it. */
const NEVER_THE_SAME = -1;

/** Which way a value was reached, and whether something below it led back up. */
interface Way {
  /** The objects that the value stands in, and their levels in the projection. */
  readonly above: Map<object, number>;
  /** The level of the topmost object that something below led back to; less than any where something was cut off. */
  loopsTo: number;
  /** What was gone through already and looks different from elsewhere. It is not gone through again: it may be a knot. */
  readonly knots: Set<object>;
}

/** A value, and what stood in its place in the value that was projected before. */
interface Versions {
  readonly value: unknown;
  readonly older?: unknown;
}

/**
 * Projects values into JSON without secrets.
 *
 * Invariant: one object at one place has one projection, the same object each time, until another secret is learnt; so
 * what two states share is gone through once.
 */
export class RedactionPass {
  readonly #places: SensitivePlaces;
  readonly #pseudonyms: Pseudonyms;
  readonly #secrets: SecretTexts;
  #projected = new Map<Place, WeakMap<object, Json>>();
  readonly #learnt = new Map<Place, WeakSet<object>>();

  constructor(places: SensitivePlaces, pseudonyms: Pseudonyms, known: Iterable<string>) {
    this.#places = places;
    this.#pseudonyms = pseudonyms;
    this.#secrets = new SecretTexts(places, pseudonyms, known);
  }

  /** The secrets that are known, in the order in which they were met. */
  get known(): ReadonlySet<string> {
    return this.#secrets.known;
  }

  /** Looks for secrets, so that they are known wherever they stand. `path` is where the value stands, store first. */
  learn(value: unknown, ...path: readonly string[]): void {
    this.#learn(value, this.#placeOf(path), 0);
  }

  learnSecret(secret: string): void {
    if (this.#secrets.learn(secret)) this.#projected = new Map();
  }

  /** A value as JSON, with a pseudonym for each secret that was learnt, or that stands at a sensitive place. */
  project(value: unknown, ...path: readonly string[]): Json {
    return this.projectNext(value, undefined, ...path);
  }

  /** The same for a value that is the next version of one that was projected at the same path: quicker where it is wide. */
  projectNext(value: unknown, older: unknown, ...path: readonly string[]): Json {
    const way = { above: new Map(), loopsTo: NOWHERE, knots: new Set<object>() };
    return this.#project({ value, older }, this.#placeOf(path), 0, way);
  }

  /** A text that is not of a store. */
  text(text: string): string {
    return this.#secrets.redact(text);
  }

  #placeOf(path: readonly string[]): Place {
    return path.reduce((place, name) => this.#places.step(place, name), this.#places.root);
  }

  #project({ value, older }: Versions, place: Place, level: number, way: Way): Json {
    if (typeof value !== 'object' || value === null) return this.#leaf(shapeOf(value), place);
    const memo = this.#memoOf(place);
    const known = memo.get(value);
    if (known !== undefined) return known;
    const loopsTo = way.above.get(value) ?? (way.knots.has(value) ? NEVER_THE_SAME : undefined);
    if (loopsTo !== undefined) {
      way.loopsTo = Math.min(way.loopsTo, loopsTo);
      return CYCLE;
    }
    const shape = shapeOf(value);
    if (level + levelsOf(shape) > MOST_LEVELS) {
      way.loopsTo = NEVER_THE_SAME;
      return DEEP;
    }
    const outer = way.loopsTo;
    way.loopsTo = NOWHERE;
    way.above.set(value, level);
    const projected =
      this.#besideOlder(shape, older, place, level + 1, way) ??
      this.#members(shape, older, place, level + levelsOf(shape), way);
    way.above.delete(value);
    // What is part of a loop looks different from elsewhere; what only has loops inside does not.
    if (way.loopsTo > level) memo.set(value, projected);
    else way.knots.add(value);
    way.loopsTo = Math.min(outer, way.loopsTo >= level ? NOWHERE : way.loopsTo);
    return projected;
  }

  #leaf(shape: Shape, place: Place): Json {
    if (shape.kind === 'bytes') return this.#pseudonyms.ofBytes(shape.bytes);
    if (shape.kind === 'text') {
      const { text, written } = shape;
      if (isNothing(written) || isPseudonym(written) || text === '') return written;
      if (place.isSecret) return this.#pseudonyms.ofText(text);
      const redacted = this.#secrets.redact(text);
      return redacted === text ? written : redacted;
    }
    if (shape.kind !== 'leaf' || shape.value === null) return null;
    if (place.isSecret) return this.#pseudonyms.ofText(String(shape.value));
    const secret = typeof shape.value === 'number' ? this.#secretNumber(shape.value) : undefined;
    return secret ?? shape.value;
  }

  #secretNumber(value: number): string | undefined {
    const text = String(value);
    if (text.length < LEAST_DIGITS || !this.#secrets.known.has(text)) return undefined;
    return this.#pseudonyms.ofText(text);
  }

  #members(shape: Shape, older: unknown, place: Place, level: number, way: Way): Json {
    const item = (value: unknown, at: number) =>
      this.#project({ value }, this.#places.stepToItem(place, at), level, way);
    switch (shape.kind) {
      case 'list':
        return Array.from(shape.items, item);
      case 'members':
        return { [SET]: shape.items.map(item) };
      case 'pairs':
        return {
          [MAP]: shape.pairs.map(([key, value]) => [
            this.#project({ value: key }, place, level, way),
            this.#project({ value }, this.#stepToKey(place, key), level, way),
          ]),
        };
      case 'fields':
      case 'error': {
        const fields: Record<string, Json> = {};
        for (const [field, value] of shape.fields) {
          const name = this.#secrets.redactKey(field);
          const projected = this.#project(
            { value, older: fieldOf(older, field) },
            this.#places.step(place, field),
            level,
            way,
          );
          if (name === '__proto__') {
            Object.defineProperty(fields, name, {
              value: projected,
              enumerable: true,
              writable: true,
              configurable: true,
            });
          } else fields[name] = projected;
        }
        return shape.kind === 'error' ? { [ERROR]: fields } : fields;
      }
      default:
        return this.#leaf(shape, place);
    }
  }

  /**
   * The fields of an object of which an older version with the same fields was projected: what both have is taken over.
   * A table of rows is as wide as it is, and one row of it has changed.
   */
  #besideOlder(shape: Shape, older: unknown, place: Place, level: number, way: Way): Json | undefined {
    if (shape.kind !== 'fields' || typeof older !== 'object' || older === null) return undefined;
    const before = this.#projected.get(place)?.get(older);
    const olderShape = before === undefined || shape.fields.length < MANY_FIELDS ? undefined : shapeOf(older);
    if (!isJsonObject(before) || olderShape?.kind !== 'fields') return undefined;
    const known = olderShape.fields;
    if (known.length !== shape.fields.length) return undefined;
    if (!shape.fields.every(([name], at) => name === known[at]?.[0])) return undefined;
    const changed: [name: string, value: Json][] = [];
    for (const [at, [name, value]] of shape.fields.entries()) {
      const olderValue = known[at]?.[1];
      if (Object.is(value, olderValue)) continue;
      const versions = { value, older: olderValue };
      changed.push([
        this.#secrets.redactKey(name),
        this.#project(versions, this.#places.step(place, name), level, way),
      ]);
    }
    return { ...before, ...Object.fromEntries(changed) };
  }

  #stepToKey(place: Place, key: unknown): Place {
    const shape = shapeOf(key);
    if (shape.kind === 'text') return this.#places.step(place, shape.written);
    return shape.kind === 'leaf'
      ? this.#places.step(place, String(shape.value))
      : this.#places.stepToItem(place, 0);
  }

  #memoOf(place: Place): WeakMap<object, Json> {
    const known = this.#projected.get(place);
    if (known !== undefined) return known;
    const made = new WeakMap<object, Json>();
    this.#projected.set(place, made);
    return made;
  }

  #learn(value: unknown, place: Place, depth: number): void {
    if (typeof value !== 'object' || value === null) {
      this.#learnLeaf(shapeOf(value), place);
      return;
    }
    const seen = this.#learnt.get(place) ?? new WeakSet();
    this.#learnt.set(place, seen);
    if (seen.has(value) || depth >= MOST_LEVELS) return;
    seen.add(value);
    const shape = shapeOf(value);
    if (shape.kind === 'list' || shape.kind === 'members') {
      for (const [at, member] of shape.items.entries()) {
        this.#learn(member, this.#places.stepToItem(place, at), depth + 1);
      }
    } else if (shape.kind === 'pairs') {
      for (const [key, member] of shape.pairs) {
        this.#learn(key, place, depth + 1);
        this.#learn(member, this.#stepToKey(place, key), depth + 1);
      }
    } else if (shape.kind === 'fields' || shape.kind === 'error') {
      for (const [name, member] of shape.fields) {
        this.#learnLeaf(shapeOf(name), this.#places.root);
        this.#learn(member, this.#places.step(place, name), depth + 1);
      }
    } else this.#learnLeaf(shape, place);
  }

  #learnLeaf(shape: Shape, place: Place): void {
    let isNew = false;
    if (shape.kind === 'text') {
      isNew = place.isSecret ? this.#secrets.learn(shape.text) : this.#secrets.learnFrom(shape.text);
    } else if (place.isSecret) {
      const text = textOf(shape);
      isNew = text !== undefined && this.#secrets.learn(text);
    }
    if (isNew) this.#projected = new Map();
  }
}

/** What a secret that is no text would be in texts; undefined where it is too short to be told from others, or none. */
function textOf(shape: Shape): string | undefined {
  if (shape.kind === 'leaf' && typeof shape.value === 'number') {
    const text = String(shape.value);
    return text.length < LEAST_DIGITS ? undefined : text;
  }
  if (shape.kind !== 'bytes' || shape.bytes.length > MOST_BYTES_OF_TEXT) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(shape.bytes);
  } catch {
    return undefined;
  }
}
