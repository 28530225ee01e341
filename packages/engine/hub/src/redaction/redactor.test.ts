import { describe, expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

const key = 'a key of more than sixteen bytes';
const PSEUDONYM = /^⟦secret:[0-9a-f]{32}⟧$/;

function redactorOf(...sensitive: (string | RegExp)[]) {
  return createRedactor({ sensitive, key });
}

/** Whether a value came out as one pseudonym. */
function isHidden(value: unknown): boolean {
  return typeof value === 'string' && PSEUDONYM.test(value);
}

describe('a redactor', () => {
  test('hides what stands behind a sensitive name, in any case and at any depth', () => {
    const redacted = redactorOf('token', /^pass/).redact({
      Token: 'abcd-1',
      list: [{ TOKEN: 'abcd-2' }],
      passPhrase: 'abcd-3',
      keep: 'this',
    });
    expect(redacted).toEqual({
      Token: expect.stringMatching(PSEUDONYM),
      list: [{ TOKEN: expect.stringMatching(PSEUDONYM) }],
      passPhrase: expect.stringMatching(PSEUDONYM),
      keep: 'this',
    });
  });

  test('hides what stands at a path of a store, and only there', () => {
    const redactor = redactorOf('checkout.context.card.*', 'auth.user');
    const value = {
      context: { card: { number: '4111 1111', cvc: '123' }, amount: 5 },
      card: { number: '77' },
    };
    expect(redactor.redact(value, 'checkout')).toMatchObject({
      context: {
        card: { number: expect.stringMatching(PSEUDONYM), cvc: expect.stringMatching(PSEUDONYM) },
        amount: 5,
      },
      card: { number: '77' },
    });
    expect(redactor.redact({ context: { card: { number: '55' } } }, 'other')).toMatchObject({
      context: { card: { number: '55' } },
    });
  });

  test('keeps the shape of what it hides, and that nothing is there', () => {
    const hidden = redactorOf('card').redact({
      card: { number: '4111', is: true, left: null, no: undefined, of: '' },
    });
    expect(hidden).toEqual({
      card: {
        number: expect.stringMatching(PSEUDONYM),
        is: expect.stringMatching(PSEUDONYM),
        left: null,
        no: '⟦undefined⟧',
        of: '',
      },
    });
  });

  test('follows a path through maps, also where they were redacted before', () => {
    const redactor = redactorOf('cart.lines.*.card');
    const value = { lines: new Map([['first', { card: '4111', count: 2 }]]) };
    const once = redactor.redact(value, 'cart');
    const hidden = { card: expect.stringMatching(PSEUDONYM), count: 2 };
    expect(once).toEqual({ lines: { '⟦map⟧': [['first', hidden]] } });
    expect(redactorOf('cart.lines.*').redact(once, 'cart')).toMatchObject({
      lines: { '⟦map⟧': [['first', {}]] },
    });
  });

  test('leaves open what is declared so, below a secret place too', () => {
    const redactor = createRedactor({ sensitive: ['token'], open: ['kind'], key });
    expect(redactor.redact({ token: { kind: 'set', value: 'abcd' }, verb: 'set' })).toEqual({
      token: { kind: 'set', value: expect.stringMatching(PSEUDONYM) },
      verb: 'set',
    });
    expect(redactor.rules).toEqual(['token', 'not kind']);
  });

  test('calls one secret by one name, and by another one under another key', () => {
    const one = redactorOf('token').redact({ token: 'abcd' });
    expect(redactorOf('token').redact({ token: 'abcd' })).toEqual(one);
    expect(createRedactor({ sensitive: ['token'], key: `${key}!` }).redact({ token: 'abcd' })).not.toEqual(
      one,
    );
    expect(redactorOf('token').keyId).not.toBe(createRedactor({ sensitive: [], key: `${key}!` }).keyId);
  });

  test('finds a secret in other texts, the longest first, and short ones only as whole values', () => {
    const redactor = redactorOf('token', 'cvc');
    const {
      text,
      cvc,
      whole,
      in: inside,
    } = Object(
      redactor.redact({
        token: ['abcdef', 'abcd'],
        text: 'x abcdef y abcd z',
        cvc: '12',
        whole: '12',
        in: '1212',
      }),
    );
    const [long, short] = ['abcdef', 'abcd'].map((token) => Object(redactor.redact({ token })).token);
    expect(text).toBe(`x ${long} y ${short} z`);
    expect([isHidden(cvc), isHidden(whole), inside]).toEqual([true, true, '1212']);
  });

  test('leaves nothing over where two secrets overlap', () => {
    const { text } = Object(
      redactorOf('token').redact({ token: ['overlap', 'lapping'], text: '(overlapping)' }),
    );
    expect(text).toMatch(/^\(⟦secret:[0-9a-f]{32}⟧\)$/);
  });

  test('finds secrets that stand in a cache key or an address and nowhere else', () => {
    const redactor = redactorOf('token', 'pin');
    expect(redactor.redact('getUser({"id":7,"token":"to\\"ken","pin":12})')).toMatch(
      /^getUser\(\{"id":7,"token":"⟦secret:\w+⟧","pin":⟦secret:\w+⟧\}\)$/,
    );
    expect(redactor.redact('https://x.org/a?page=2&token=a%20b&pin=1#top')).toMatch(
      /^https:\/\/x\.org\/a\?page=2&token=⟦secret:\w+⟧&pin=⟦secret:\w+⟧#top$/,
    );
    expect(redactor.redact({ message: 'it said a b' })).toMatchObject({ message: 'it said a b' });
  });

  test('finds secrets in keys of objects and of maps, in errors and their causes', () => {
    const redactor = redactorOf('token');
    const cause = new TypeError('no abcd-efgh');
    const redacted = redactor.redact({
      late: new Error('with abcd-efgh', { cause }),
      byToken: { 'abcd-efgh': 1 },
      map: new Map([['abcd-efgh', 'abcd-efgh']]),
      token: 'abcd-efgh',
    });
    expect(JSON.stringify(redacted)).not.toContain('abcd');
    expect(redacted).toMatchObject({
      late: { '⟦error⟧': { name: 'Error', cause: { '⟦error⟧': { name: 'TypeError' } } } },
    });
  });

  test('finds a secret number written as a text, and the other way round', () => {
    const redactor = redactorOf('account');
    const { text, same } = Object(
      redactor.redact({ account: 12_345_678, text: 'account 12345678', same: 12_345_678 }),
    );
    expect(text).toMatch(/^account ⟦secret:\w+⟧$/);
    expect(isHidden(same)).toBe(true);
  });

  test('marks where a value leads back into itself, and where it is too deep', () => {
    const loop: Record<string, unknown> = { name: 'loop' };
    loop.self = loop;
    loop.list = [loop, { loop }];
    expect(redactorOf().redact(loop)).toEqual({
      name: 'loop',
      self: '⟦cycle⟧',
      list: ['⟦cycle⟧', { loop: '⟦cycle⟧' }],
    });
    let deep: unknown = 'bottom';
    for (let level = 0; level < 5_000; level += 1) deep = { deep };
    expect(JSON.stringify(redactorOf().redact(deep))).toContain('⟦deep⟧');
  });

  test('does not take from inside a loop what looks different from outside of it', () => {
    const inner: Record<string, unknown> = {};
    const outer = { inner };
    inner.outer = outer;
    const redactor = redactorOf();
    expect(redactor.redact(outer)).toEqual({ inner: { outer: '⟦cycle⟧' } });
    expect(redactor.redact(inner)).toEqual({ outer: { inner: '⟦cycle⟧' } });
  });

  test('goes through a knot once, however many ways there are through it', () => {
    const nodes = Array.from({ length: 60 }, () => [] as unknown[]);
    for (const node of nodes) node.push(...nodes);
    expect(JSON.stringify(redactorOf().redact(nodes)).match(/cycle/g)?.length).toBe(60 * 60);
  });

  test('goes on where reading throws', () => {
    const value = {
      get bad() {
        throw new Error('no');
      },
      worse: {
        toJSON() {
          throw new Error('no');
        },
      },
      good: 1,
    };
    expect(redactorOf().redact(value)).toEqual({ bad: '⟦unreadable⟧', worse: '⟦unreadable⟧', good: 1 });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(redactorOf().redact([proxy])).toEqual(['⟦unreadable⟧']);
  });

  test('says nothing of bytes but whether they are the same', () => {
    const redactor = redactorOf();
    const one = redactor.redact(new Uint8Array([1, 2, 3]));
    expect(one).toMatch(/^⟦bytes:[0-9a-f]{32}⟧$/);
    expect(redactor.redact(new Uint8Array([1, 2, 3]).buffer)).toBe(one);
    expect(redactor.redact(new Uint8Array([1, 2]))).not.toBe(one);
  });

  test('learns a secret that stands at no sensitive place', () => {
    const redactor = redactorOf();
    redactor.learn('hunter22');
    expect(redactor.redact({ any: 'x hunter22' })).toEqual({
      any: expect.stringMatching(/^x ⟦secret:\w+⟧$/),
    });
  });

  test('takes no key that can be guessed', () => {
    expect(() => createRedactor({ sensitive: [], key: 'short' })).toThrowError(
      expect.objectContaining({ code: 'hub/weak-key' }),
    );
  });
});
