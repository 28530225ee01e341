import { isStatehouseError, StatehouseError } from '@statehouse/kernel';

/**
 * Runs what is about one entity: an error that does not say which entity is thrown anew, saying it. Details of errors
 * about entities are `table`, `id` and, where it is about one, `field`.
 */
export function namingRow<Value>(table: string, id: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw withRow(table, id, error);
  }
}

/** The error with its entity. */
export function withRow(table: string, id: string, error: unknown): unknown {
  if (!isStatehouseError(error) || error.details.id !== undefined) return error;
  const message = `${error.message} (row ${id} of ${table})`;
  return new StatehouseError(error.code, message, { ...error.details, table, id }, { cause: error });
}
