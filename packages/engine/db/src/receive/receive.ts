import { isArray, type Json, jsonEquals, type Random } from '@statehouse/kernel';
import { type Conflict, type FieldKind, type Place, type Row, TextValue } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { copyJson, describeType } from '../json-value.ts';
import { namingRow } from '../row-named.ts';
import type { TransactOptions } from '../transact-options.ts';
import type { OperationBuilder } from '../transaction/operation-builder.ts';
import { TextWriter } from '../transaction/text-writer.ts';
import { type DanglingPolicy, type DanglingReference, settleDangling } from './dangling.ts';
import { takeApart } from './incoming.ts';
import type { IncomingRow, NestedRelation } from './incoming-row.ts';
import { placesFor } from './places.ts';

/** How data is taken in. */
export interface ReceiveOptions extends Omit<TransactOptions, 'split'> {
  /** Members of the data that hold rows of another table which refer back: `{ comments: { table, via } }`. */
  readonly nested?: Readonly<Record<string, NestedRelation>>;
  /** What becomes of references that lead nowhere; `error` unless said otherwise. */
  readonly dangling?: DanglingPolicy;
}

/** What became of the rows of one table. */
export interface ReceivedCounts {
  readonly inserted: number;
  readonly modified: number;
  /** Rows that the document held already just so. */
  readonly unchanged: number;
  /** Rows that were not received, because they refer to what is not there. */
  readonly dropped: number;
}

/** What came of receiving data. */
export interface Received {
  /** By table, for the tables that occur in the data. */
  readonly counts: Readonly<Record<string, ReceivedCounts>>;
  /** The references that led nowhere and were left empty, or for which rows were dropped. */
  readonly dangling: readonly DanglingReference[];
  readonly conflicts: readonly Conflict[];
}

type Outcome = keyof ReceivedCounts;

/**
 * Puts into `builder` what takes the data in.
 * @throws StatehouseError as `Document.receive`
 */
export function receiveInto(
  builder: OperationBuilder,
  data: Readonly<Record<string, unknown>>,
  options: ReceiveOptions,
  random: Random,
): Omit<Received, 'conflicts'> {
  const before = builder.working;
  const incoming = takeApart(before.schema, data, { nested: options.nested ?? {}, once: false });
  const { dropped, dangling } = settleDangling(before, incoming, options.dangling ?? 'error');
  const places = placesFor(before, incoming, random);
  const counts: Record<string, ReceivedCounts> = {};
  for (const [table, rows] of incoming) {
    if (rows.size === 0) continue;
    const count: Record<Outcome, number> = { inserted: 0, modified: 0, unchanged: 0, dropped: 0 };
    for (const row of rows.values()) {
      if (dropped.has(row)) count.dropped += 1;
      else
        count[
          namingRow(table, row.id, () => receiveRow(builder, before.get(table, row.id), row, places.get(row)))
        ] += 1;
    }
    counts[table] = count;
  }
  return { counts, dangling };
}

/** `existing`: the entity as it was before; each occurs once in the data, so it is so still. */
function receiveRow(
  builder: OperationBuilder,
  existing: Row | undefined,
  row: IncomingRow,
  place: Place | undefined,
): Outcome {
  const { table, id } = row;
  const shape = builder.schema.shape(table);
  const editsBefore = builder.size;
  if (existing === undefined) {
    builder.insert(table, id, plainFields(row, shape?.fieldKinds ?? {}), place);
    return 'inserted';
  }
  for (const field in row.fields) mergeField(builder, row, existing, field, row.fields[field]);
  if (place !== undefined) builder.move(table, id, place);
  return builder.size > editsBefore ? 'modified' : 'unchanged';
}

/** Makes a field of an entity that is there what the data says, by the change that is least in others' way. */
function mergeField(
  builder: OperationBuilder,
  row: IncomingRow,
  existing: Row,
  field: string,
  given: unknown,
): void {
  const { table, id } = row;
  const held = existing[field];
  if (held instanceof TextValue) {
    if (typeof given !== 'string')
      throw dbError('wrong-type', { table, field, expected: 'a string', got: describeType(given) });
    new TextWriter(builder, table, id, field).replace(given);
    return;
  }
  const kind = builder.schema.shape(table)?.fieldKinds[field];
  const value = normal(row, field, given, kind);
  if (jsonEquals(held, value)) return;
  if (kind === 'counter' && typeof held === 'number' && typeof value === 'number') {
    builder.change(table, id, field, { kind: 'add', amount: value - held });
  } else if (kind === 'set' && isArray(held) && isArray(value)) {
    if (!value.every((member) => typeof member === 'string')) {
      throw dbError('wrong-type', { table, field, expected: 'a list of strings', got: 'another list' });
    }
    const include = value.filter((member) => !held.includes(member));
    const exclude = strings(held).filter((member) => !value.includes(member));
    builder.change(table, id, field, { kind: 'members', include, exclude });
  } else {
    builder.change(table, id, field, { kind: 'set', value });
  }
}

/** The fields of a row as an insertion takes them: copies that nobody else can change, sets in their order. */
export function plainFields(
  row: IncomingRow,
  kinds: Readonly<Record<string, FieldKind>>,
): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const field in row.fields) fields[field] = normal(row, field, row.fields[field], kinds[field]);
  return fields;
}

function normal({ table }: IncomingRow, field: string, value: unknown, kind: FieldKind | undefined): Json {
  const copy = copyJson(value, { table, field });
  if (kind !== 'set' || !isArray(copy) || !copy.every((member) => typeof member === 'string')) return copy;
  return [...new Set(copy)].sort();
}

function strings(value: readonly Json[]): readonly string[] {
  return value.filter((member) => typeof member === 'string');
}
