import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { recordingError } from '../recording-errors.ts';
import { markOf } from './marks.ts';

const LEAST_KEY_BYTES = 16;
const MOST_REMEMBERED = 20_000;

/** Names for secrets, by a key: the same secret has the same name, and without the key nobody finds out whose it is. */
export class Pseudonyms {
  readonly #start: ReturnType<typeof hmac.create>;
  readonly #remembered = new Map<string, string>();
  /** Tells keys apart, and nothing else about them. */
  readonly keyId: string;

  /** @throws StatehouseError `hub/weak-key` */
  constructor(key: string | Uint8Array) {
    const bytes = typeof key === 'string' ? utf8ToBytes(key) : key;
    if (bytes.length < LEAST_KEY_BYTES) {
      throw recordingError('weak-key', { bytes: bytes.length, least: LEAST_KEY_BYTES });
    }
    this.#start = hmac.create(sha256, bytes);
    this.keyId = this.#mac(utf8ToBytes('which key')).slice(0, 16);
  }

  /** 128 bits of HMAC-SHA-256. */
  ofText(text: string): string {
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const made = markOf('secret', this.#mac(utf8ToBytes(`t${text}`)));
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(text, made);
    return made;
  }

  ofBytes(bytes: Uint8Array): string {
    return markOf('bytes', this.#mac(utf8ToBytes(`b${bytesToHex(bytes)}`)));
  }

  #mac(message: Uint8Array): string {
    return bytesToHex(this.#start.clone().update(message).digest()).slice(0, 32);
  }
}
