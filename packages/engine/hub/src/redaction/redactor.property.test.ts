import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateHash } from '../hashing/state-hash.ts';
import { createRedactor } from './redactor.ts';
import { revive } from './revive.ts';

const key = 'a key of more than sixteen bytes';
const sensitive = ['token', /passw(or)?d/, /secret/i, 'cart.card.*', 'cart.*.*.pin'];

const plain = fc.anything({
  maxDepth: 4,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
  key: fc.oneof(fc.string(), fc.constantFrom('token', 'Token', 'password', 'card', 'pin', '__proto__', 'a')),
});

/** Secrets of several lengths, some within each other, some that look like what surrounds them, some that need escapes. */
const SECRETS = [
  'correct horse battery',
  'horse',
  'battery staple',
  'deadbeef',
  'secret',
  'a"quo\\ted"one',
  'with spaces & signs=%',
  '4111222233334444',
  'žluťoučký kůň',
  '%E2%9F%A6',
];
const secret = fc.constantFrom(...SECRETS);
const speaking = fc
  .array(fc.oneof(secret, fc.string({ maxLength: 4 }), secret.map(encodeURIComponent)), { maxLength: 5 })
  .map((pieces) => pieces.join(''));

/** A value that says secrets in all its corners. */
const leaking: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    speaking,
    secret,
    fc.constant(4_111_222_233_334_444),
    speaking.map((text) => new Error(text, { cause: new TypeError(text) })),
    fc.tuple(secret, secret).map(([a, b]) => `getUser(${JSON.stringify({ token: a, other: b })})`),
    secret.map((each) => `/users?${new URLSearchParams({ password: each, page: '2' })}`),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((members) => new Set(members)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.dictionary(fc.oneof(speaking, fc.constantFrom('token', 'a')), tie('value'), { maxKeys: 3 }),
    tie('value').map((value) => new Answer(value)),
  ),
})).value;

class Answer {
  readonly #value: unknown;
  readonly seen = 1;

  constructor(value: unknown) {
    this.#value = value;
  }

  toJSON() {
    return { value: this.#value };
  }
}

const knowingAll = {
  tokens: SECRETS.slice(0, 3).map((token) => ({ token })),
  password: SECRETS.slice(3, 6),
  deep: new Map<string, unknown>([['secret', new Set(SECRETS.slice(6))]]),
};

test('no secret that stands at a sensitive place stands anywhere in what comes out', () => {
  fc.assert(
    fc.property(leaking, fc.boolean(), (value, isFirst) => {
      const redactor = createRedactor({ sensitive, key });
      const given = isFirst ? { knowingAll, value } : { value, knowingAll };
      const text = JSON.stringify(redactor.redact(given, 'store')).replaceAll(/⟦secret:[0-9a-f]{32}⟧/g, '…');
      for (const each of SECRETS) {
        expect(text).not.toContain(each);
        expect(text).not.toContain(encodeURIComponent(each));
        expect(text).not.toContain(JSON.stringify(each).slice(1, -1));
      }
    }),
    cases(1_000),
  );
});

test('what was redacted once stays as it is, whoever redacts it again by the same rules', () => {
  fc.assert(
    fc.property(fc.oneof(plain, leaking), fc.constantFrom('cart', 'auth'), (value, store) => {
      const redactor = createRedactor({ sensitive, key });
      const once = redactor.redact({ knowingAll, value }, store);
      expect(redactor.redact(once, store)).toEqual(once);
      const other = createRedactor({ sensitive, key: 'another key, of enough bytes' });
      expect(other.redact(once, store)).toEqual(once);
      expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    }),
    cases(1_000),
  );
});

test('a value that comes back from its projection has the same projection, and so the same hash', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const redactor = createRedactor({ sensitive: [], key });
      const projected = redactor.redact(value);
      const again = redactor.redact(revive(projected));
      expect(stateHash(again)).toBe(stateHash(projected));
    }),
    cases(1_000),
  );
});

test('nothing that is redacted is changed by it', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const before = structuredClone(value);
      createRedactor({ sensitive, key }).redact(value, 'cart');
      expect(value).toEqual(before);
    }),
    cases(300),
  );
});

test('a state that is projected beside the one before it is projected as by itself', () => {
  const wide = fc.dictionary(fc.string(), fc.oneof(plain, speaking), { minKeys: 30, maxKeys: 45 });
  fc.assert(
    fc.property(
      wide,
      fc.array(fc.tuple(fc.nat(), fc.oneof(plain, speaking)), { maxLength: 6 }),
      (first, changes) => {
        const states = [{ rows: first, knowingAll }];
        for (const [at, value] of changes) {
          const { rows } = states.at(-1) ?? { rows: first };
          const names = Object.keys(rows);
          const name = names[at % (names.length + 3)] ?? 'new';
          const others = Object.entries(rows).filter(([other]) => other !== name);
          // Every third time a row of another name takes its place.
          const next =
            at % 3 === 0 ? Object.fromEntries([...others, [`${name}'`, value]]) : { ...rows, [name]: value };
          states.push({ rows: next, knowingAll });
        }
        const beside = createRedactor({ sensitive, key }).begin();
        const alone = createRedactor({ sensitive, key });
        for (const [at, state] of states.entries()) {
          beside.learn(state, 'cart');
          alone.learnFrom(state, 'cart');
          expect(beside.projectNext(state, states[at - 1], 'cart')).toEqual(
            alone.begin().project(state, 'cart'),
          );
        }
      },
    ),
    cases(200),
  );
});
