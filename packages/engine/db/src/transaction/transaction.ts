import type { Random } from '@statehouse/kernel';
import type { Schema, TableName } from '../schema.ts';
import type { OperationBuilder } from './operation-builder.ts';
import { AnyTableWriter, type TableWriter } from './table-writer.ts';

/** What a transaction callback gets: a writer for each table, under the table's name. */
export type Transaction<S extends Schema> = { readonly [Table in TableName<S>]: TableWriter<S, Table> };

const CORE = Symbol('statehouse.transaction');

interface Core {
  readonly builder: OperationBuilder;
  readonly random: Random;
  readonly writers: Map<string, AnyTableWriter>;
}

const prototypes = new WeakMap<Schema, object>();

/** The typed face of a builder. Writers are made when they are first asked for. */
export function transactionOver<S extends Schema>(
  builder: OperationBuilder<S>,
  random: Random,
): Transaction<S> {
  const { schema } = builder;
  const core: Core = { builder, random, writers: new Map() };
  return Object.create(prototypes.get(schema) ?? prototypeFor(schema), { [CORE]: { value: core } });
}

function prototypeFor(schema: Schema): object {
  const prototype = Object.create(null);
  for (const table of Object.keys(schema.tables)) {
    Object.defineProperty(prototype, table, {
      enumerable: true,
      get(this: { readonly [CORE]: Core }) {
        return writerOf(this[CORE], table);
      },
    });
  }
  prototypes.set(schema, prototype);
  return prototype;
}

function writerOf({ builder, random, writers }: Core, table: string): AnyTableWriter {
  const known = writers.get(table);
  if (known !== undefined) return known;
  const writer = new AnyTableWriter(builder, table, random);
  writers.set(table, writer);
  return writer;
}
