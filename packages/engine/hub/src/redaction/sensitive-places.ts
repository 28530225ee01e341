import { withoutPseudonyms } from './marks.ts';

/** A field's name (anywhere, in any case), a pattern of such names, or a path from a store down: `auth.user.*`. */
export type SensitiveRule = string | RegExp;

/** Where in a store a value stands, as far as the rules care. The same place is the same object. */
export interface Place {
  /** Everything at and below it is secret. */
  readonly isSecret: boolean;
  /** What is left of the paths that may still end below it. */
  readonly open: readonly (readonly string[])[];
  readonly id: string;
}

const PLAIN: Place = { isSecret: false, open: [], id: '' };
const SECRET: Place = { isSecret: true, open: [], id: '*' };

/** The rules of what is secret. A string with a dot is a path, one without is a name; `*` is any one step. */
export class SensitivePlaces {
  readonly #names = new Set<string>();
  readonly #patterns: RegExp[] = [];
  readonly #open: ReadonlySet<string>;
  readonly #known = new Map<string, boolean>();
  readonly #places = new Map<string, Place>();
  readonly root: Place;

  /** `open`: names of fields that are never secret, wherever they stand. */
  constructor(rules: readonly SensitiveRule[], open: readonly string[] = []) {
    this.#open = new Set(open);
    const paths: string[][] = [];
    for (const rule of rules) {
      if (rule instanceof RegExp) this.#patterns.push(new RegExp(rule.source, caseless(rule.flags)));
      else if (rule.includes('.')) paths.push(rule.split('.'));
      else this.#names.add(rule.toLowerCase());
    }
    this.root = this.#place(paths);
  }

  isSensitiveName(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // A pattern such as /secret/ is not to find pseudonyms.
    const plain = withoutPseudonyms(name);
    const isSensitive =
      this.#names.has(plain.toLowerCase()) || this.#patterns.some((pattern) => pattern.test(plain));
    // Names come from outside, too: ids are keys.
    if (this.#known.size > 10_000) this.#known.clear();
    this.#known.set(name, isSensitive);
    return isSensitive;
  }

  step(place: Place, name: string): Place {
    if (this.#open.has(name)) return PLAIN;
    if (place.isSecret || this.isSensitiveName(name)) return SECRET;
    if (place.open.length === 0) return PLAIN;
    return this.#below(place, name);
  }

  /** For members that have no name of a field: items of lists, and of sets. */
  stepToItem(place: Place, at: number): Place {
    return place.isSecret || place.open.length === 0 ? place : this.#below(place, String(at));
  }

  #below(place: Place, name: string): Place {
    const open = place.open.filter(([step]) => step === '*' || step === name).map((path) => path.slice(1));
    return open.some((path) => path.length === 0) ? SECRET : this.#place(open);
  }

  #place(open: readonly (readonly string[])[]): Place {
    if (open.length === 0) return PLAIN;
    const id = JSON.stringify(open);
    const place = this.#places.get(id) ?? { isSecret: false, open, id };
    this.#places.set(id, place);
    return place;
  }
}

function caseless(flags: string): string {
  return `${flags.replace(/[giy]/g, '')}i`;
}
