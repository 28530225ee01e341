import { canonicalize, type Json } from '@statehouse/kernel';
import type { DocumentState, Referrer, RowWrite, TableShape } from '../document-state.ts';
import { plainRow } from '../plain-row.ts';
import type { Row } from '../row.ts';
import { uniqueKey } from '../unique-key.ts';

/**
 * The port's reference: every question is answered by looking at all rows, so that there is no index that could be
 * wrong. For tests of the algebra, and as an oracle for faster states.
 */
export class PlainDocument implements DocumentState {
  readonly #shapes: readonly TableShape[];
  readonly #rows: ReadonlyMap<string, ReadonlyMap<string, Row>>;

  constructor(
    shapes: readonly TableShape[],
    rows: ReadonlyMap<string, ReadonlyMap<string, Row>> = new Map(),
  ) {
    this.#shapes = shapes;
    this.#rows = rows;
  }

  shape(table: string): TableShape | undefined {
    return this.#shapes.find(({ name }) => name === table);
  }

  get(table: string, id: string): Row | undefined {
    return this.#rows.get(table)?.get(id);
  }

  *referrers(table: string, id: string): Iterable<Referrer> {
    for (const { shape, id: referrer, row } of this.rows()) {
      for (const { field, target } of shape.references) {
        const value = row[field];
        const points = value === id || (Array.isArray(value) && value.includes(id));
        if (target === table && points) yield { table: shape.name, id: referrer, field };
      }
      if (shape.order === 'tree' && shape.name === table && row.parent === id) {
        yield { table, id: referrer, field: 'parent' };
      }
    }
  }

  holder(table: string, index: string, key: string): string | undefined {
    const unique = this.shape(table)?.uniques.find(({ name }) => name === index);
    for (const [id, row] of this.#rows.get(table) ?? []) {
      if (unique !== undefined && uniqueKey(unique, row) === key) return id;
    }
    return undefined;
  }

  with(writes: readonly RowWrite[]): this {
    const rows = new Map<string, Map<string, Row>>();
    for (const [table, held] of this.#rows) rows.set(table, new Map(held));
    for (const { table, id, row } of writes) {
      const held = rows.get(table) ?? new Map<string, Row>();
      rows.set(table, held);
      if (row === undefined) held.delete(id);
      else held.set(id, row);
    }
    return this.#made(rows);
  }

  /** Every row, by table in declared order and by id. */
  *rows(): Iterable<{ readonly shape: TableShape; readonly id: string; readonly row: Row }> {
    for (const shape of this.#shapes) {
      const held = this.#rows.get(shape.name) ?? new Map<string, Row>();
      for (const id of [...held.keys()].sort()) {
        const row = held.get(id);
        if (row !== undefined) yield { shape, id, row };
      }
    }
  }

  /** Canonical JSON of everything. */
  canonical(): string {
    const tables: Record<string, Record<string, Json>> = {};
    for (const { shape, id, row } of this.rows()) {
      const { fields, place } = plainRow(row, shape);
      tables[shape.name] = {
        ...tables[shape.name],
        [id]: place === undefined ? { fields } : { fields, place: { ...place } },
      };
    }
    return canonicalize(tables);
  }

  /** What is wrong with the document: dangling references, cycles, doubled unique keys. Empty if nothing is. */
  faults(): readonly string[] {
    const faults: string[] = [];
    const claims = new Set<string>();
    for (const { shape, id, row } of this.rows()) {
      for (const { field, target } of shape.references) {
        const value = row[field];
        for (const one of Array.isArray(value) ? value : [value]) {
          if (typeof one === 'string' && this.get(target, one) === undefined)
            faults.push(`${shape.name}/${id}.${field}`);
        }
      }
      for (const index of shape.uniques) {
        const key = uniqueKey(index, row);
        const claim = `${shape.name}/${index.name}/${key}`;
        if (key !== undefined && claims.has(claim)) faults.push(`unique ${claim}`);
        claims.add(claim);
      }
      if (shape.order === 'tree') faults.push(...this.#ancestryFaults(shape.name, id));
    }
    return faults;
  }

  #ancestryFaults(table: string, id: string): readonly string[] {
    const seen = new Set<string>();
    let current: Row[string] | undefined = id;
    while (typeof current === 'string') {
      if (seen.has(current)) return [`cycle at ${table}/${id}`];
      seen.add(current);
      const row = this.get(table, current);
      if (row === undefined) return [`missing ancestor of ${table}/${id}`];
      current = row.parent;
    }
    return [];
  }

  #made(rows: ReadonlyMap<string, ReadonlyMap<string, Row>>): this {
    const next: unknown = new PlainDocument(this.#shapes, rows);
    if (!this.#isOwnKind(next)) throw new TypeError('PlainDocument cannot be subclassed');
    return next;
  }

  #isOwnKind(value: unknown): value is this {
    return value instanceof PlainDocument && Object.getPrototypeOf(value) === Object.getPrototypeOf(this);
  }
}
