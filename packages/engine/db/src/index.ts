export { createDatabase, type Database, type DatabaseOptions } from './database.ts';
export {
  createDocument,
  DEFAULT_LIMITS,
  type Document,
  type DocumentOptions,
  type Transacted,
} from './document.ts';
export type { Committed, DocumentEvent, DocumentLog } from './document-log.ts';
export { EventQueue } from './event-queue.ts';
export {
  boolean,
  type CounterField,
  counter,
  enumeration,
  type Field,
  type FieldSpec,
  type FieldType,
  json,
  number,
  type RefField,
  type RefOptions,
  type RefsField,
  ref,
  refs,
  type SetField,
  set,
  string,
  type TextField,
  text,
  timestamp,
  type ValueField,
} from './field.ts';
export { checkOperation } from './gate.ts';
export type { CommitGuard } from './guarded-log.ts';
export type {
  FieldsOfKind,
  InsertOf,
  ModifyOf,
  OrderedTableName,
  ReferringField,
  RowOf,
} from './inferred-rows.ts';
export { checkIntegrity } from './integrity.ts';
export { createLocalLog, type LocalEntry, type LocalLog, type LocalLogOptions } from './local-log.ts';
export type { OperationLimits } from './operation-size.ts';
export type { DanglingPolicy, DanglingReference } from './receive/dangling.ts';
export type { NestedRelation } from './receive/incoming-row.ts';
export type { Received, ReceivedCounts, ReceiveOptions } from './receive/receive.ts';
export { defineSchema, describeSchema, type Schema, type TableName } from './schema.ts';
export { emptySnapshot, Snapshot, snapshotFromRows } from './snapshot.ts';
export { diffSnapshots, type RowDifference, type TableDifference } from './snapshot-difference.ts';
export { canonicalSnapshot, plainRows } from './snapshot-rows.ts';
export {
  type Fields,
  type OrderKind,
  type TableDefinition,
  type TableDefinitions,
  type TableOptions,
  table,
  type UnionDefinition,
  type Unions,
} from './table-definition.ts';
export type { TableView } from './table-view.ts';
export type { TransactOptions } from './transact-options.ts';
export type { TableWriter, Where } from './transaction/table-writer.ts';
export { TextWriter } from './transaction/text-writer.ts';
export type { Transaction } from './transaction/transaction.ts';
export type { Skipped, SkipReason, UndoResult } from './undo/step.ts';
