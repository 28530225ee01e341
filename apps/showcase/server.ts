import type { AccessRule } from '@statehouse/server';

export { schema } from './schema.ts';

/** Whoever has the address may write; a `visitor-…` may only read. */
export const roles: AccessRule = ({ user }) => (user.startsWith('visitor-') ? 'reader' : 'writer');
