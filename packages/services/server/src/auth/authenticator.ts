import type { Claims } from '../core/index.ts';

/** What became of a token. `unavailable`: it could not be checked right now, which says nothing about it. */
export type Verification =
  | { readonly kind: 'verified'; readonly claims: Claims }
  | { readonly kind: 'refused'; readonly reason: 'invalid' | 'expired' | 'unavailable' };

/** Verifies the tokens of hello frames. */
export interface Authenticator {
  /** Never rejects. A token that verifies is trusted in all that it says, tenant and roles included. */
  verify(token: string): Promise<Verification>;
  /** True where tokens prove nothing about people, so that only this machine may be served. */
  readonly developmentOnly: boolean;
}
