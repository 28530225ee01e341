export { type Applied, apply } from './apply.ts';
export { applyEffect } from './apply-effect.ts';
export { compose, leastSeen } from './compose.ts';
export { type Conflict, ConflictKind } from './conflict.ts';
export {
  type DeletionRule,
  type DocumentState,
  type FieldKind,
  NOT_HELD,
  type ReferenceField,
  type Referrer,
  type RowWrite,
  type TableShape,
  type UniqueIndex,
} from './document-state.ts';
export type { Effect, EntityEffect, FieldEffect, JsonPatchEffect, PlainRow } from './effect.ts';
export { DEFAULT_OPERATION_LIMITS, type OperationLimits } from './inspection.ts';
export { invert } from './invert.ts';
export {
  type Change,
  type DeleteEdit,
  type Edit,
  type InsertEdit,
  incarnationOf,
  type JsonPatch,
  type ModifyEdit,
  type MoveEdit,
  type Operation,
  type Origin,
  type Place,
  type RestoredText,
} from './operation.ts';
export { mayOverwrite, overwrites } from './overwriting.ts';
export { parseConflicts } from './parse-conflicts.ts';
export { parseEffect } from './parse-effect.ts';
export { parseOperation, parseTextDelta } from './parse-operation.ts';
export { plainRow, rowFromPlain } from './plain-row.ts';
export { isPosition, LONGEST_POSITION, positionsBetween } from './position.ts';
export { carryOver, type Rebased, rebase, type TaggedEffect, type TaggedOperation } from './rebase.ts';
export { type FieldValue, type Row, TextValue } from './row.ts';
export { applyText, composeText, deltaFits, invertText } from './text-algebra.ts';
export type { TextDelta } from './text-delta.ts';
export { isNormalDelta } from './text-normal.ts';
export { standsFirst, transformPosition, transformText } from './text-transform.ts';
export { uniqueKey } from './unique-key.ts';
