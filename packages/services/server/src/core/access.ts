import type { Access, Claims } from './claims.ts';
import type { Environment } from './environment.ts';

/** Asks the application's rule. A rule that throws, or answers something else, lets nobody in. */
export function accessOf(environment: Environment, claims: Claims, document: string): Access {
  try {
    const access = environment.access(claims, document);
    return access === 'writer' || access === 'reader' ? access : 'none';
  } catch {
    environment.emit({ kind: 'report', level: 'error', code: 'server/access-rule-failed', fields: {} });
    return 'none';
  }
}
