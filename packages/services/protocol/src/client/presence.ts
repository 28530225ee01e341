import type { Json, JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import { type Limits, MAX_PRESENCE_BYTES } from '../limits.ts';
import { onlyMembers, readId, readInteger, readObject, readString, utf8Length } from '../shape.ts';

/** A caret or selection inside a text. Positions are UTF-16 units in the sender's text at (version, sequence). */
export interface TextSelection {
  readonly table: string;
  readonly id: string;
  readonly field: string;
  readonly incarnation: string;
  readonly anchor: number;
  readonly head: number;
}

/** What a person shows of themselves: ephemeral, never stored. */
export interface PresenceState {
  readonly name: string;
  /** Index into the twelve colours, 0 to 11. */
  readonly color: number;
  readonly selection?: TextSelection;
  /** Anything of the application's own, at most 4 kB. */
  readonly data?: Json;
}

export interface PresenceMessage {
  readonly kind: 'presence';
  readonly document: string;
  /** The confirmed version and the own sequence at which positions were measured. */
  readonly version: number;
  readonly sequence: number;
  /** Null: nothing to show any more. */
  readonly state: PresenceState | null;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'version', 'sequence', 'state']);
const STATE_MEMBERS: ReadonlySet<string> = new Set(['name', 'color', 'selection', 'data']);
const SELECTION_MEMBERS: ReadonlySet<string> = new Set([
  'table',
  'id',
  'field',
  'incarnation',
  'anchor',
  'head',
]);
const COLORS = 12;

export function parsePresence(value: JsonObject, limits: Limits): PresenceMessage {
  onlyMembers(value, MEMBERS, 'presence');
  const state = value.state;
  return {
    kind: 'presence',
    document: readId(value.document, 'presence.document', limits.maxIdBytes),
    version: readInteger(value.version, 'presence.version'),
    sequence: readInteger(value.sequence, 'presence.sequence'),
    state: state === null ? null : parsePresenceState(state, 'presence.state'),
  };
}

/** Validates a presence, its size included. */
export function parsePresenceState(value: Json | undefined, at: string): PresenceState {
  const state = readObject(value, STATE_MEMBERS, at);
  const size = JSON.stringify(state);
  if (size.length > MAX_PRESENCE_BYTES || utf8Length(size) > MAX_PRESENCE_BYTES) {
    throw protocolError('presence-too-large', { limit: MAX_PRESENCE_BYTES });
  }
  const color = readInteger(state.color, `${at}.color`);
  if (color >= COLORS)
    throw protocolError('out-of-range', { at: `${at}.color`, expected: `below ${COLORS}` });
  const selection = state.selection;
  const data = state.data;
  return {
    name: readString(state.name, `${at}.name`),
    color,
    ...(selection === undefined ? {} : { selection: parseSelection(selection, `${at}.selection`) }),
    ...(data === undefined ? {} : { data }),
  };
}

function parseSelection(value: Json, at: string): TextSelection {
  const selection = readObject(value, SELECTION_MEMBERS, at);
  return {
    table: readString(selection.table, `${at}.table`),
    id: readString(selection.id, `${at}.id`),
    field: readString(selection.field, `${at}.field`),
    incarnation: readString(selection.incarnation, `${at}.incarnation`),
    anchor: readInteger(selection.anchor, `${at}.anchor`),
    head: readInteger(selection.head, `${at}.head`),
  };
}
