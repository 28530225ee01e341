import type { Json } from '@statehouse/kernel';
import type { Edit, Operation } from '@statehouse/ot';
import { utf8Length } from './utf8-length.ts';

/** No unit of a JavaScript string takes more bytes in JSON (a control character is escaped by six). */
const MAX_BYTES_PER_UNIT = 6;
/** What an edit takes beside its strings, generously. */
const BYTES_BESIDE = 256;

/** What an operation may hold: what the server accepts, with room for the frame around it. */
export interface OperationLimits {
  readonly maxEdits: number;
  readonly maxBytes: number;
}

/** True if an operation keeps to the limits. Cheap while it is far below them. */
export function fitsLimits(operation: Operation, { maxEdits, maxBytes }: OperationLimits): boolean {
  if (operation.edits.length > maxEdits) return false;
  let atMost = 0;
  for (const edit of operation.edits) atMost += mostBytesOf(edit);
  if (atMost <= maxBytes) return true;
  let bytes = 0;
  for (const edit of operation.edits) bytes += bytesOf(edit);
  return bytes <= maxBytes;
}

/** The bytes of an edit on the wire. */
export function bytesOf(edit: Edit): number {
  return utf8Length(JSON.stringify(edit)) + 1;
}

/** An upper bound for {@link bytesOf} that needs no encoding. */
function mostBytesOf(edit: Edit): number {
  let units = edit.table.length + edit.id.length;
  if (edit.kind === 'insert') units += unitsOf(edit.fields);
  if (edit.kind === 'modify') {
    for (const field in edit.changes) {
      const change = edit.changes[field];
      if (change === undefined) continue;
      units += field.length;
      if (change.kind === 'text')
        for (const part of change.delta) units += typeof part === 'string' ? part.length : 16;
      else if (change.kind === 'set') units += unitsOf(change.value);
      else return bytesOf(edit);
    }
  }
  return units * MAX_BYTES_PER_UNIT + BYTES_BESIDE;
}

function unitsOf(value: Json | undefined): number {
  if (typeof value === 'string') return value.length + 4;
  if (typeof value !== 'object' || value === null) return 16;
  let units = 4;
  for (const [key, member] of Object.entries(value)) units += key.length + 4 + unitsOf(member);
  return units;
}
