import {
  isArray,
  isStatehouseError,
  type Json,
  jsonEquals,
  type Random,
  StatehouseError,
} from '@statehouse/kernel';
import { type Conflict, type FieldKind, type Place, type Row, TextValue } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { copyJson } from '../json-value.ts';
import type { TransactOptions } from '../transact-options.ts';
import type { OperationBuilder } from '../transaction/operation-builder.ts';
import { TextWriter } from '../transaction/text-writer.ts';
import { type DanglingPolicy, settleDangling } from './dangling.ts';
import { type IncomingRow, type NestedRelation, takeApart } from './incoming.ts';
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
  readonly keptOut: number;
}

/** What came of receiving data. */
export interface Received {
  /** By table, for the tables that occur in the data. */
  readonly counts: Readonly<Record<string, ReceivedCounts>>;
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
): Readonly<Record<string, ReceivedCounts>> {
  const before = builder.working;
  const incoming = takeApart(before.schema, data, options.nested ?? {});
  const keptOut = settleDangling(before, incoming, options.dangling ?? 'error');
  const places = placesFor(before, incoming, random);
  const counts = new Map<string, Record<Outcome, number>>();
  for (const [key, row] of incoming) {
    const outcome = keptOut.has(key)
      ? 'keptOut'
      : named(row, () => receiveRow(builder, row, places.get(key)));
    const count = counts.get(row.table) ?? { inserted: 0, modified: 0, unchanged: 0, keptOut: 0 };
    count[outcome] += 1;
    counts.set(row.table, count);
  }
  return Object.fromEntries(counts);
}

/** An error about a row says which. */
function named<Value>({ table, id }: IncomingRow, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!isStatehouseError(error)) throw error;
    const message = `${error.message} (row ${id} of ${table})`;
    throw new StatehouseError(error.code, message, { ...error.details, id }, { cause: error });
  }
}

function receiveRow(builder: OperationBuilder, row: IncomingRow, place: Place | undefined): Outcome {
  const { table, id } = row;
  const shape = builder.schema.shape(table);
  const existing = builder.get(table, id);
  const editsBefore = builder.size;
  if (existing === undefined) {
    const fields: Record<string, Json> = {};
    for (const [field, value] of row.fields)
      fields[field] = normal(row, field, value, shape?.fieldKinds[field]);
    builder.insert(table, id, fields, place);
    return 'inserted';
  }
  for (const [field, value] of row.fields) mergeField(builder, row, existing, field, value);
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
      throw dbError('wrong-type', { table, field, expected: 'a string', got: typeof given });
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

function normal({ table }: IncomingRow, field: string, value: unknown, kind: FieldKind | undefined): Json {
  const copy = copyJson(value, { table, field });
  if (kind !== 'set' || !isArray(copy) || !copy.every((member) => typeof member === 'string')) return copy;
  return [...new Set(copy)].sort();
}

function strings(value: readonly Json[]): readonly string[] {
  return value.filter((member) => typeof member === 'string');
}
