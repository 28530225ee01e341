/** A source of chance. In production it is cryptographically strong; in tests and simulations it is seeded. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A random id of `length` characters from 0-9A-Za-z (5.95 bits each; 16 characters are 95 bits). */
export function randomId(random: Random, length = 16): string {
  let id = '';
  for (let index = 0; index < length; index += 1)
    id += ALPHABET.charAt(Math.floor(random.next() * ALPHABET.length));
  return id;
}
