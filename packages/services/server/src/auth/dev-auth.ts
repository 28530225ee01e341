import { type Clock, systemClock } from '@statehouse/kernel';
import { jwtVerify, SignJWT } from 'jose';
import type { Authenticator } from './authenticator.ts';
import { dateOf, verificationFromError, verificationFromPayload } from './token-claims.ts';

export interface DevAuthOptions {
  /** Signs and verifies; at least 32 characters. It never leaves this machine. */
  readonly secret: string;
  readonly clock?: Clock;
}

/** Who a development token is for. */
export interface DevIdentity {
  readonly user: string;
  /** `dev` unless said otherwise. */
  readonly tenant?: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  /** A day unless said otherwise. */
  readonly lifetimeMs?: number;
}

export interface DevAuth extends Authenticator {
  /** A token for whoever asks: that is why this is for one's own machine only. */
  issue(identity: DevIdentity): Promise<string>;
}

const ISSUER = 'statehouse-dev';
const DAY_MS = 86_400_000;

/** Authentication without accounts, for development: anybody may be issued a token, signed with a local secret. */
export function createDevAuth({ secret, clock = systemClock }: DevAuthOptions): DevAuth {
  const key = new TextEncoder().encode(secret);
  return {
    developmentOnly: true,
    issue({ user, tenant = 'dev', name, roles, lifetimeMs = DAY_MS }) {
      const nowMs = clock.nowMs();
      return new SignJWT({
        tenant,
        ...(name === undefined ? {} : { name }),
        ...(roles === undefined ? {} : { roles }),
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(user)
        .setIssuedAt(Math.floor(nowMs / 1_000))
        .setExpirationTime(Math.floor((nowMs + lifetimeMs) / 1_000))
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          requiredClaims: ['sub', 'exp'],
          currentDate: dateOf(clock),
        });
        return verificationFromPayload(payload);
      } catch (error) {
        return verificationFromError(error);
      }
    },
  };
}
