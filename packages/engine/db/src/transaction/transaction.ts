import type { Random } from '@statehouse/kernel';
import type { Schema, TableName } from '../schema.ts';
import type { OperationBuilder } from './operation-builder.ts';
import { AnyTableWriter, type TableWriter } from './table-writer.ts';

/** What a transaction callback gets: a writer for each table, under the table's name. */
export type Transaction<S extends Schema> = { readonly [Table in TableName<S>]: TableWriter<S, Table> };

/** What the writers of one transaction share. */
class TransactionCore {
  readonly #builder: OperationBuilder;
  readonly #random: Random;
  readonly #writers = new Map<string, AnyTableWriter>();

  constructor(builder: OperationBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
  }

  /** The writer of a table, made when it is first asked for. */
  static writer(core: TransactionCore, table: string): AnyTableWriter {
    const known = core.#writers.get(table);
    if (known !== undefined) return known;
    const writer = new AnyTableWriter(core.#builder, table, core.#random);
    core.#writers.set(table, writer);
    return writer;
  }
}

const classes = new WeakMap<Schema, typeof TransactionCore>();

/** The typed face of a builder. */
export function transactionOver<S extends Schema>(
  builder: OperationBuilder<S>,
  random: Random,
): Transaction<S> {
  const { schema } = builder;
  const TransactionOfSchema = classes.get(schema) ?? classFor(schema);
  const transaction: unknown = new TransactionOfSchema(builder, random);
  return transaction as Transaction<S>;
}

/** The class of a schema's transactions: a getter for each table. */
function classFor(schema: Schema): typeof TransactionCore {
  const TransactionOfSchema = class extends TransactionCore {};
  for (const table of Object.keys(schema.tables)) {
    Object.defineProperty(TransactionOfSchema.prototype, table, {
      get(this: TransactionCore) {
        return TransactionCore.writer(this, table);
      },
    });
  }
  classes.set(schema, TransactionOfSchema);
  return TransactionOfSchema;
}
