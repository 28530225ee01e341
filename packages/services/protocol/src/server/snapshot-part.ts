import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import type { Place, PlainRow } from '@statehouse/ot';
import { protocolError } from '../errors.ts';
import { onlyMembers, readArray, readInteger, readObject, readString } from '../shape.ts';

/** One entity of a snapshot. */
export type SnapshotRow = readonly [table: string, id: string, row: PlainRow];

/** A piece of a snapshot, sent before `opened` when the client has nothing or is far behind. */
export interface SnapshotPartMessage {
  readonly kind: 'snapshot-part';
  readonly document: string;
  /** The version of the whole snapshot. */
  readonly version: number;
  /** 0 to parts − 1, in order. */
  readonly part: number;
  readonly parts: number;
  readonly rows: readonly SnapshotRow[];
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'version', 'part', 'parts', 'rows']);
const ROW_MEMBERS: ReadonlySet<string> = new Set(['fields', 'place']);
const PLACE_MEMBERS: ReadonlySet<string> = new Set(['parent', 'position']);

export function parseSnapshotPart(value: JsonObject): SnapshotPartMessage {
  onlyMembers(value, MEMBERS, 'snapshot-part');
  const part = readInteger(value.part, 'snapshot-part.part');
  return {
    kind: 'snapshot-part',
    document: readString(value.document, 'snapshot-part.document'),
    version: readInteger(value.version, 'snapshot-part.version', 1),
    part,
    parts: readInteger(value.parts, 'snapshot-part.parts', part + 1),
    rows: parseSnapshotRows(value.rows, 'snapshot-part.rows'),
  };
}

/** Validates rows of a snapshot; what the fields hold is for the schema to judge. */
export function parseSnapshotRows(value: unknown, at: string): readonly SnapshotRow[] {
  return readArray(value, at).map((item, index): SnapshotRow => {
    const where = `${at}[${index}]`;
    const [table, id, row, ...rest] = readArray(item, where);
    if (rest.length > 0) throw protocolError('unknown-field', { at: where });
    return [
      readString(table, `${where}[0]`),
      readString(id, `${where}[1]`),
      parsePlainRow(row, `${where}[2]`),
    ];
  });
}

function parsePlainRow(value: unknown, at: string): PlainRow {
  const row = readObject(value, ROW_MEMBERS, at);
  const fields = row.fields;
  if (!isJsonObject(fields)) {
    throw protocolError('wrong-type', { at: `${at}.fields`, expected: 'an object' });
  }
  return row.place === undefined ? { fields } : { fields, place: parsePlace(row.place, `${at}.place`) };
}

function parsePlace(value: Json | undefined, at: string): Place {
  const place = readObject(value, PLACE_MEMBERS, at);
  const parent = place.parent;
  return {
    parent: parent === null ? null : readString(parent, `${at}.parent`),
    position: readString(place.position, `${at}.position`),
  };
}
