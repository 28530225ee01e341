import type { Json } from '@statehouse/kernel';
import { Pseudonyms } from './pseudonyms.ts';
import { RedactionPass } from './redaction-pass.ts';
import { SensitivePlaces, type SensitiveRule } from './sensitive-places.ts';

/** Of the secrets that it has met a redactor remembers so many. */
const MOST_SECRETS = 10_000;

export interface RedactorOptions {
  /**
   * What is secret: names of fields (anywhere, in any case), patterns of such names, and paths from a store down
   * (`'auth.token'`, `'checkout.context.card.*'`), which hold for its state and for its inputs. What stands below a
   * secret place is secret too.
   */
  readonly sensitive: readonly SensitiveRule[];
  /**
   * Names of fields that stay, though they stand below a secret place: what tells forms apart, such as `kind` in the
   * effects of a document, without which nobody can apply them.
   */
  readonly open?: readonly string[];
  /** At least 16 bytes. Whoever has it can try out what a pseudonym stands for. */
  readonly key: string | Uint8Array;
}

/** Takes secrets out of what leaves the process. */
export interface Redactor {
  /** Tells keys apart; says nothing about them. */
  readonly keyId: string;
  /** Its rules, in words. */
  readonly rules: readonly string[];
  /**
   * A value as JSON without secrets; the value is left as it is, and the answer of an answer is itself. `path` says
   * where it stands: a store's name, and on from there. Secrets stand as `⟦secret:…⟧`, the same one the same way
   * each time; those that were met at sensitive places are found inside other texts too.
   */
  redact(value: unknown, ...path: readonly string[]): Json;
  /** Knows a secret that stands at no sensitive place. */
  learn(secret: string): void;
  /** Knows from now on what stands at sensitive places of a value. Costs only what is new since the last call. */
  learnFrom(value: unknown, ...path: readonly string[]): void;
  /** A pass of its own over many values, which begins with the secrets known so far. */
  begin(): RedactionPass;
}

/** @throws StatehouseError `hub/weak-key` */
export function createRedactor({ sensitive, open = [], key }: RedactorOptions): Redactor {
  const places = new SensitivePlaces(sensitive, open);
  const pseudonyms = new Pseudonyms(key);
  let pass = new RedactionPass(places, pseudonyms, []);
  const learnFrom: Redactor['learnFrom'] = (value, ...path) => {
    pass.learn(value, ...path);
    if (pass.known.size <= MOST_SECRETS) return;
    pass = new RedactionPass(places, pseudonyms, [...pass.known].slice(-MOST_SECRETS / 2));
  };
  return {
    keyId: pseudonyms.keyId,
    rules: [...sensitive.map(String), ...open.map((name) => `not ${name}`)],
    redact(value, ...path) {
      learnFrom(value, ...path);
      return pass.project(value, ...path);
    },
    learn: (secret) => pass.learnSecret(secret),
    learnFrom,
    begin: () => new RedactionPass(places, pseudonyms, pass.known),
  };
}
