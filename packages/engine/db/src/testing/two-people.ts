import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createDocument, type Document, type DocumentOptions } from '../document.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { type SampleSchema, sampleSchema } from './sample-schema.ts';
import { SharedLog } from './shared-log.ts';

/** A document of the sample schema. */
export type Sample = Document<SampleSchema>;
/** What a transaction does. */
export type Edit = (tx: Transaction<SampleSchema>) => unknown;

/** Two people on one document with an item `i` in a list `l`, made by neither of them. */
export function twoPeople(options: Partial<DocumentOptions<SampleSchema>> = {}) {
  const log = new SharedLog(sampleSchema);
  const clock = new VirtualTime();
  const open = (client: string, seed: number): Sample =>
    createDocument({
      schema: sampleSchema,
      log: log.as(client),
      random: seededRandom(seed),
      clock,
      ...options,
    });
  open('founder', 1).transact((tx) => {
    tx.lists.insert({ id: 'l', name: 'List' });
    tx.items.insert({ id: 'i', list: 'l', note: 'hello world', title: 'Item' });
  });
  return { ann: open('ann', 2), bob: open('bob', 3), clock, log };
}

/** The text of an item. */
export const note = (document: Sample, id = 'i') => document.snapshot.table('items').get(id)?.note.toString();
/** An item as it is seen. */
export const item = (document: Sample, id = 'i') => document.snapshot.table('items').get(id);
/** Types into the text of an item. */
export const type =
  (at: number, text: string, id = 'i'): Edit =>
  (tx) =>
    tx.items.text(id, 'note').insert(at, text);
