import { chinookTables, metricsPart, type ServerPart } from '@statehouse/cli';
import { defineSchema } from '@statehouse/db';
import type { AccessRule } from '@statehouse/server';
import { adminPart } from './samples/admin/admin-part.ts';
import { samples } from './samples/samples.ts';
import { shop } from './samples/shop/shop.ts';
import { stackExchange } from './samples/stack-exchange/stack-exchange.ts';
import { schema as pageSchema } from './schema.ts';

/** What the page edits, and the music shop that `import --url` brings: a document holds rows of one or the other. */
export const schema = defineSchema({
  version: pageSchema.version,
  tables: { ...pageSchema.tables, ...chinookTables },
});

/** Whoever has the address may write; a `visitor-…` may only read. */
export const roles: AccessRule = ({ user }) => (user.startsWith('visitor-') ? 'reader' : 'writer');

/** What runs beside the sync server, and answers under `/app/<name>/`. */
export const parts: readonly ServerPart[] = [samples, stackExchange, shop, metricsPart(), adminPart];
