import type { Role } from '@statehouse/protocol';

/** What a verified token says. Tenant and user come from here and from nowhere else. */
export interface Claims {
  /** A pseudonymous id; it stands in the log as the author. */
  readonly user: string;
  readonly tenant: string;
  readonly name?: string;
  readonly roles: readonly string[];
  /** Wall-clock time; absent: never. */
  readonly expiresAtMs?: number;
}

/** What somebody may do in a document; with `none` it does not even exist for them. */
export type Access = Role | 'none';

/** The application's rule, asked at every opening and every submission, and for each open document twice a second. */
export type AccessRule = (claims: Claims, document: string) => Access;
