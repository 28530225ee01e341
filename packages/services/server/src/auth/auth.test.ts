import { createServer } from 'node:http';
import { VirtualTime } from '@statehouse/kernel/testing';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createDevAuth } from './dev-auth.ts';
import { createJwksAuth } from './jwks-auth.ts';

const secret = 'a secret of the tests that is long enough';
const invalid = { kind: 'refused', reason: 'invalid' };

describe('development tokens', () => {
  const time = new VirtualTime(1_700_000_000_000);
  const auth = createDevAuth({ secret, clock: time });

  test('say who it is, and in which tenant', async () => {
    expect(await auth.verify(await auth.issue({ user: 'anna' }))).toEqual({
      kind: 'verified',
      claims: { user: 'anna', tenant: 'dev', roles: [], expiresAtMs: 1_700_086_400_000 },
    });
    const token = await auth.issue({
      user: 'ben',
      tenant: 'acme',
      name: 'Ben',
      roles: ['admin'],
      lifetimeMs: 60_000,
    });
    expect(await auth.verify(token)).toMatchObject({
      claims: { tenant: 'acme', name: 'Ben', roles: ['admin'] },
    });
  });

  test('expire by the clock that was handed in', async () => {
    const token = await auth.issue({ user: 'anna', lifetimeMs: 10_000 });
    time.advance(11_000);
    expect(await auth.verify(token)).toEqual({ kind: 'refused', reason: 'expired' });
  });

  test.each(['', 'a', 'x'.repeat(129), 'a\nb', '\ud800'])(
    'for the user %j: only names of 1 to 128 bytes',
    async (user) => {
      const verification = await auth.verify(await auth.issue({ user }));
      expect(verification.kind).toBe(user === 'a' ? 'verified' : 'refused');
    },
  );

  const forge = (payload: Readonly<Record<string, unknown>>, alg = 'HS256', key = secret) =>
    new SignJWT({ iss: 'statehouse-dev', sub: 'anna', exp: 2_000_000_000, tenant: 'dev', ...payload })
      .setProtectedHeader({ alg })
      .sign(new TextEncoder().encode(key));

  test.each([
    ['another secret', () => forge({}, 'HS256', `${secret}!`)],
    ['another algorithm', () => forge({}, 'HS512')],
    ['another issuer', () => forge({ iss: 'other' })],
    ['no tenant', () => forge({ tenant: undefined })],
    ['an empty tenant', () => forge({ tenant: '' })],
    ['a tenant that is no text', () => forge({ tenant: ['dev'] })],
    ['roles that are no list', () => forge({ roles: 'admin' })],
    ['roles that are no texts', () => forge({ roles: [1] })],
    ['a name that is no text', () => forge({ name: {} })],
    ['no user', () => forge({ sub: undefined })],
    ['no end', () => forge({ exp: undefined })],
    ['no signature', async () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"anna","tenant":"dev"}')}.`],
  ])('with %s are invalid', async (_, make) => {
    expect(await auth.verify(await make())).toEqual(invalid);
  });
});

describe('tokens of an identity provider', () => {
  const issuer = 'https://id.example';
  const audience = 'statehouse';

  async function provider(alg = 'ES256') {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg }] };
    const sign = (payload: JWTPayload = {}) =>
      new SignJWT({ iss: issuer, aud: audience, sub: 'anna', tenant: 'acme', exp: 4_000_000_000, ...payload })
        .setProtectedHeader({ alg, kid: 'k1' })
        .sign(privateKey);
    return { keys, sign };
  }

  test.each(['ES256', 'RS256', 'EdDSA'])('signed by %s are verified with its published keys', async (alg) => {
    const { keys, sign } = await provider(alg);
    const auth = createJwksAuth({ keys, issuer, audience });
    expect(await auth.verify(await sign())).toMatchObject({
      kind: 'verified',
      claims: { user: 'anna', tenant: 'acme' },
    });
    expect(auth.developmentOnly).toBe(false);
  });

  test('of another issuer, for another audience, of other keys or long gone are refused', async () => {
    const { keys, sign } = await provider();
    const auth = createJwksAuth({ keys, issuer, audience });
    expect(await auth.verify(await sign({ iss: 'https://evil.example' }))).toEqual(invalid);
    expect(await auth.verify(await sign({ aud: 'other' }))).toEqual(invalid);
    expect(await auth.verify(await sign({ exp: 1_000 }))).toEqual({ kind: 'refused', reason: 'expired' });
    expect(await auth.verify(await (await provider()).sign())).toEqual(invalid);
    const dev = createDevAuth({ secret });
    expect(await auth.verify(await dev.issue({ user: 'anna', tenant: 'acme' }))).toEqual(invalid);
  });

  test('are verified with keys from the network; when those cannot be had, that is not the token’s fault', async () => {
    const { keys, sign } = await provider();
    const http = createServer((_, response) => response.end(JSON.stringify(keys)));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = new URL(`http://127.0.0.1:${port}/keys`);
    expect(await createJwksAuth({ keys: url, issuer, audience }).verify(await sign())).toMatchObject({
      kind: 'verified',
    });
    await new Promise((resolve) => http.close(resolve));
    expect(await createJwksAuth({ keys: url, issuer, audience }).verify(await sign())).toEqual({
      kind: 'refused',
      reason: 'unavailable',
    });
  });
});
