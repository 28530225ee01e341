import type { Query } from '../query/expression/query.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { ReadLog } from './read-log.ts';
import type { RowRange } from './reader.ts';

type AnySelector = (snapshot: Snapshot, ...args: readonly unknown[]) => unknown;

const NO_BOUNDS: RowRange = Object.freeze({});

/** What a selector reads with, for one computation: a `Reader`, as the schema's types have it. */
export function readerOver(log: ReadLog): unknown {
  const read = (selector: AnySelector, ...args: readonly unknown[]) => log.select(selector, args);
  read.get = (table: string, id: string | null) => log.row(table, id);
  read.has = (table: string, id: string) => log.has(table, id);
  read.size = (table: string) => log.size(table);
  read.all = (table: string) => log.all(table);
  read.children = (table: string, parent: string | null = null) => log.children(table, parent);
  read.referrersOf = (target: string, id: string, from: string, field: string) =>
    log.referrersOf(target, id, from, field);
  read.countReferrers = (target: string, id: string, from: string, field: string) =>
    log.countReferrers(target, id, from, field);
  read.range = (table: string, index: string, range = NO_BOUNDS) => log.range(table, index, range);
  read.count = (table: string, index: string, range = NO_BOUNDS) => log.count(table, index, range);
  read.query = (query: Query<Schema, unknown>) => log.query(query);
  return read;
}
