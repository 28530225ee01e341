import type { Document, Transaction } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';

/** What the board's actions need of a document: synced or local. */
export type BoardDocument = Pick<Document<ShowcaseSchema>, 'snapshot' | 'transact'>;

export type BoardTransaction = Transaction<ShowcaseSchema>;
