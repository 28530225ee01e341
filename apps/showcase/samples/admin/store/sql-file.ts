import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

/** A row as SQLite hands it out. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** A SQLite file with its statements prepared once. */
export class SqlFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param path `:memory:` for none */
  constructor(path: string, tables: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#database.exec(tables);
  }

  rows(sql: string, ...values: readonly SQLInputValue[]): readonly SqlRow[] {
    return this.#statement(sql).all(...values);
  }

  row(sql: string, ...values: readonly SQLInputValue[]): SqlRow | undefined {
    return this.#statement(sql).get(...values);
  }

  /** Answers with how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** All of it or, when it throws, nothing. */
  transact<Result>(run: () => Result): Result {
    if (this.#database.isTransaction) return run();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

/** A column that holds text; empty where it does not. */
export function textOf(row: SqlRow | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
}

/** A column that holds a number; 0 where it does not. */
export function numberOf(row: SqlRow | undefined, column: string): number {
  const value = row?.[column];
  return typeof value === 'number' ? value : 0;
}
