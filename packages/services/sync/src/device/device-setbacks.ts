import type { Json } from '@statehouse/kernel';
import { type Conflict, parseConflicts } from '@statehouse/ot';
import type { KeyValueWrite } from '@statehouse/storage';
import { lostWrite } from '../setbacks/lost-write.ts';
import type { OwnEntity, OwnSlot } from '../setbacks/own-writes.ts';
import type { DocumentConflict, LostWrite, RefusedOperation } from '../setbacks/setback.ts';
import type { KeptSetbacks } from '../setbacks/setbacks.ts';
import { damaged, keptCount, keptList, keptObject, keptOperation, keptText } from './kept-value.ts';

/*
 * What a device keeps of own work that was lost, and of own work that could still be. The keys begin with the prefix of
 * the document:
 *
 *     conflict/<key>               one that nobody has dismissed
 *     refused/<sequence>[/<client>]   the same; with a client: from another queue than this one
 *     own/<table>/<id>             an entity that holds own values
 */

export function conflictKey(prefix: string, { key }: DocumentConflict): string {
  return `${prefix}conflict/${key}`;
}

export function refusedKey(prefix: string, { sequence, client }: RefusedOperation): string {
  return `${prefix}refused/${sequence}${client === undefined ? '' : `/${client}`}`;
}

export function ownKey(prefix: string, table: string, id: string): string {
  return `${prefix}own/${table}/${id}`;
}

export function ownText({ version, slots }: OwnEntity): string {
  return JSON.stringify({ version, slots: slots.map((one) => [one.version, ...one.slot]) });
}

/** The writes that put setbacks on a device. */
export function setbackWrites(
  prefix: string,
  { conflicts, refused }: KeptSetbacks,
): readonly KeyValueWrite[] {
  return [
    ...conflicts.map((one) => ({ key: conflictKey(prefix, one), value: JSON.stringify(one) })),
    ...refused.map((one) => ({ key: refusedKey(prefix, one), value: JSON.stringify(one) })),
  ];
}

/** @throws StatehouseError `sync/device-damaged`, `ot/…` */
export function parseConflict(value: Json): DocumentConflict {
  const { key, version, timeMs, conflict, author, client } = keptObject(value, 'conflict');
  return {
    key: keptText(key, 'conflict'),
    version: keptCount(version, 'conflict'),
    timeMs: keptCount(timeMs, 'conflict'),
    conflict: parseWhatWasLost(conflict),
    ...(author === undefined ? {} : { author: keptText(author, 'conflict') }),
    ...(client === undefined ? {} : { client: keptText(client, 'conflict') }),
  };
}

function parseWhatWasLost(value: Json | undefined): Conflict | LostWrite {
  const { kind } = keptObject(value, 'conflict');
  if (kind === 'overwritten' || kind === 'deleted') return parseLostWrite(kind, value);
  const [conflict] = parseConflicts([value]);
  if (conflict === undefined) throw damaged('conflict');
  return conflict;
}

function parseLostWrite(kind: LostWrite['kind'], value: Json | undefined): LostWrite {
  const { table, id, field, path, lost, won } = keptObject(value, 'conflict');
  if (lost === undefined) throw damaged('conflict');
  const at = { table: keptText(table, 'conflict'), id: keptText(id, 'conflict') };
  const name = field === undefined ? [] : [keptText(field, 'conflict')];
  const keys = path === undefined ? [] : keptList(path, 'conflict').map((one) => keptText(one, 'conflict'));
  return lostWrite(kind, at, [...name, ...keys], lost, won);
}

/** @throws StatehouseError `sync/device-damaged`, `ot/…` */
export function parseRefused(value: Json): RefusedOperation {
  const { sequence, code, message, operation, timeMs, client } = keptObject(value, 'refused');
  return {
    sequence: keptCount(sequence, 'refused'),
    code: keptText(code, 'refused'),
    message: keptText(message, 'refused'),
    operation: keptOperation(operation),
    timeMs: keptCount(timeMs, 'refused'),
    ...(client === undefined ? {} : { client: keptText(client, 'refused') }),
  };
}

/** @throws StatehouseError `sync/device-damaged` */
export function parseOwn(table: string, id: string, value: Json): OwnEntity {
  const { version, slots } = keptObject(value, 'own');
  return {
    table,
    id,
    version: keptCount(version, 'own'),
    slots: keptList(slots, 'own').map((one): OwnSlot => {
      const [at, ...slot] = keptList(one, 'own');
      return { slot: slot.map((key) => keptText(key, 'own')), version: keptCount(at, 'own') };
    }),
  };
}
