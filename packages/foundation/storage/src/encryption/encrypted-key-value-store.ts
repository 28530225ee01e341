import { fail } from '../errors.ts';
import type { KeyValueCondition, KeyValueStore, KeyValueWrite } from '../key-value/key-value-store.ts';

export interface EncryptionOptions {
  /** An AES-GCM key that may encrypt and decrypt. Where it comes from is the application's affair. */
  readonly key: CryptoKey;
  /** The page's or the process's unless given. */
  readonly crypto?: Pick<Crypto, 'subtle' | 'getRandomValues'>;
}

/** As NIST SP 800-38D wants it for AES-GCM. */
const NONCE_BYTES = 12;

/**
 * A key-value store whose values are encrypted at rest: AES-GCM with a random nonce for each value, bound to its key, so
 * that values cannot be exchanged. The keys themselves, and how long values are, can be read.
 */
export function encryptKeyValueStore(store: KeyValueStore, options: EncryptionOptions): KeyValueStore {
  return new EncryptedStore(store, options);
}

/** Invariant: calls reach the store in the order in which they were made, whatever encrypting takes. */
class EncryptedStore implements KeyValueStore {
  readonly #store: KeyValueStore;
  readonly #key: CryptoKey;
  readonly #crypto: Pick<Crypto, 'subtle' | 'getRandomValues'>;
  #line: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(store: KeyValueStore, { key, crypto = globalThis.crypto }: EncryptionOptions) {
    this.#store = store;
    this.#key = key;
    this.#crypto = crypto;
  }

  get(key: string): Promise<string | undefined> {
    return this.#inLine(async () => {
      const value = await this.#store.get(key);
      return value === undefined ? undefined : this.#decrypt(key, value);
    });
  }

  range(from: string, to: string, limit?: number): Promise<readonly (readonly [string, string])[]> {
    return this.#inLine(async () => {
      const found = await this.#store.range(from, to, limit);
      return Promise.all(found.map(async ([key, value]) => [key, await this.#decrypt(key, value)] as const));
    });
  }

  write(writes: readonly KeyValueWrite[], onlyIf?: KeyValueCondition): Promise<void> {
    const encrypted = Promise.all(
      writes.map(async ({ key, value }) => ({
        key,
        value: value === undefined ? undefined : await this.#encrypt(key, value),
      })),
    );
    return this.#inLine(async () =>
      this.#store.write(await encrypted, onlyIf && (await this.#sealedCondition(onlyIf))),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#line;
    await this.#store.close();
  }

  /** No value is written alike twice, so what is there is read first; the store looks whether it is there still. */
  async #sealedCondition({ key, value }: KeyValueCondition): Promise<KeyValueCondition> {
    const found = await this.#store.get(key);
    const text = found === undefined ? undefined : await this.#decrypt(key, found);
    if (text !== value) throw fail('changed', { key });
    return { key, value: found };
  }

  #inLine<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) return Promise.reject(fail('closed'));
    const done = this.#line.then(run);
    this.#line = done.catch(() => {});
    return done;
  }

  async #encrypt(key: string, value: string): Promise<string> {
    const nonce = this.#crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await this.#crypto.subtle.encrypt(this.#parameters(key, nonce), this.#key, bytesOf(value));
    return base64From(nonce) + base64From(new Uint8Array(sealed));
  }

  async #decrypt(key: string, value: string): Promise<string> {
    try {
      const nonce = bytesFrom(value.slice(0, (NONCE_BYTES / 3) * 4));
      const sealed = bytesFrom(value.slice((NONCE_BYTES / 3) * 4));
      const opened = await this.#crypto.subtle.decrypt(this.#parameters(key, nonce), this.#key, sealed);
      return textOf(new Uint8Array(opened));
    } catch (cause) {
      throw fail('undecipherable', { key }, { cause });
    }
  }

  #parameters(key: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: 'AES-GCM', iv, additionalData: bytesOf(key) };
  }
}

/** UTF-16 code units, low byte first: nothing that is text is lost, half a surrogate pair included. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[at * 2] = unit & 0xff;
    bytes[at * 2 + 1] = unit >>> 8;
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 16_384) {
    const units: number[] = [];
    for (let at = start; at < Math.min(bytes.length, start + 16_384); at += 2)
      units.push((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join('');
}

function base64From(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8_190)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 8_190)));
  return btoa(pieces.join(''));
}

function bytesFrom(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
