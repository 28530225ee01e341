import { type Clock, isArray } from '@statehouse/kernel';
import { errors, type JWTPayload } from 'jose';
import type { Verification } from './authenticator.ts';

const LONGEST = 128;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * What a verified token says: `sub` is the user, `tenant` the tenant; `name` and `roles` may be absent. A token that
 * names no user or no tenant lets nobody in.
 */
export function verificationFromPayload(payload: JWTPayload): Verification {
  const { sub, tenant, name, roles, exp } = payload;
  if (!isName(sub) || !isName(tenant)) return { kind: 'refused', reason: 'invalid' };
  const isRoles = isArray(roles) && roles.every((role) => typeof role === 'string');
  if ((roles !== undefined && !isRoles) || (name !== undefined && typeof name !== 'string')) {
    return { kind: 'refused', reason: 'invalid' };
  }
  return {
    kind: 'verified',
    claims: {
      user: sub,
      tenant,
      roles: isRoles ? roles : [],
      ...(name === undefined ? {} : { name }),
      ...(exp === undefined ? {} : { expiresAtMs: exp * 1_000 }),
    },
  };
}

/** Why a token was refused: nothing of the library's message goes further. */
export function verificationFromError(error: unknown): Verification {
  if (error instanceof errors.JWTExpired) return { kind: 'refused', reason: 'expired' };
  const isUnreachable = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError);
  return { kind: 'refused', reason: isUnreachable ? 'unavailable' : 'invalid' };
}

export function dateOf(clock: Clock): Date {
  return new Date(clock.nowMs());
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.isWellFormed() && !CONTROL.test(value) && fits(value)
  );
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) <= LONGEST;
}
