import { type Clock, systemClock } from '@statehouse/kernel';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Authenticator } from './authenticator.ts';
import { dateOf, verificationFromError, verificationFromPayload } from './token-claims.ts';

export interface JwksAuthOptions {
  /** Where the identity provider publishes its keys, or the keys themselves. */
  readonly keys: URL | JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
  /** Clocks may differ by so much. 5,000 unless said otherwise. */
  readonly clockToleranceMs?: number;
  readonly clock?: Clock;
}

/** Signatures by a private key only: with a shared secret, whoever can verify could also forge. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Authentication by tokens of an identity provider, verified with its published keys. Tokens carry `tenant`. */
export function createJwksAuth(options: JwksAuthOptions): Authenticator {
  const { keys, issuer, audience, clockToleranceMs = 5_000, clock = systemClock } = options;
  const keySet = keys instanceof URL ? createRemoteJWKSet(keys) : createLocalJWKSet(keys);
  return {
    developmentOnly: false,
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keySet, {
          algorithms: ALGORITHMS,
          issuer,
          audience,
          requiredClaims: ['sub', 'exp'],
          clockTolerance: clockToleranceMs / 1_000,
          currentDate: dateOf(clock),
        });
        return verificationFromPayload(payload);
      } catch (error) {
        return verificationFromError(error);
      }
    },
  };
}
