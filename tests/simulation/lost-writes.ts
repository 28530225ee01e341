import { hash } from 'node:crypto';
import { assert, type Json, jsonEquals } from '@statehouse/kernel';
import { type EntityEffect, type Operation, parseOperation } from '@statehouse/ot';
import { decodeEntry } from '@statehouse/protocol';
import type { LogRecord } from '@statehouse/storage';
import type { DocumentConflict } from '@statehouse/sync';

/** What is set whole: the fields of the simulated schema that do not merge, and the place. */
const SET_FIELDS = ['board', 'link', 'slug', 'name', 'place'];

/** One entity in one entry of the log. */
interface Touch {
  readonly version: number;
  readonly client: string;
  readonly seen: number;
  readonly operation: Operation;
  readonly item: EntityEffect;
}

/** What a client must be offered back, in the words of a test. */
interface Loss {
  readonly slot: string;
  readonly version: number;
  readonly client: string | undefined;
  readonly lost: Json;
  readonly won: Json | undefined;
}

/**
 * Who has lost what, made from the log and from what people had before them: for each own write, what came next in its place, and whether its author
 * had seen it. Knows nothing of how clients find it out.
 */
export class LostWrites {
  readonly #touches = new Map<string, Touch[]>();
  /** The first version at which a client has said something of an entity, whether it took effect or not. */
  readonly #saidAt = new Map<string, number>();

  /** `madeAt`: the version that a client showed when it made an operation, by client and sequence. */
  constructor(records: readonly LogRecord[], madeAt: ReadonlyMap<string, number>) {
    for (const record of records) {
      if (record.kind !== 'operation') continue;
      const { header, payload, outcome } = decodeEntry(record, (text) => hash('sha256', text));
      const operation = parseOperation(JSON.parse(payload));
      const { version, client, sequence } = header;
      const seen = madeAt.get(`${client}/${sequence}`);
      assert(seen !== undefined, () => `I3: nobody has made ${client}/${sequence}`);
      for (const { table, id } of operation.edits) {
        const key = `${client} of ${table}/${id}`;
        this.#saidAt.set(key, this.#saidAt.get(key) ?? version);
      }
      for (const item of outcome.effect) {
        const key = `${item.table}/${item.id}`;
        const touches = this.#touches.get(key) ?? [];
        touches.push({ version, client, seen, operation, item });
        this.#touches.set(key, touches);
      }
    }
  }

  /** Checks what a client shows, and answers how much that was. */
  check(client: string, shown: readonly DocumentConflict[], adoptions: readonly number[]): number {
    assert(
      new Set(shown.map(({ key }) => key)).size === shown.length,
      () => `I14: ${client} has a key twice`,
    );
    let checked = 0;
    for (const [entity, touches] of this.#touches) {
      const saidAt = this.#saidAt.get(`${client} of ${entity}`) ?? Number.POSITIVE_INFINITY;
      // Who was sent a snapshot is not told what became of what he had written up to it.
      if (adoptions.some((version) => saidAt <= version)) continue;
      const expected = lossesIn(client, entity, touches);
      const actual = shown.flatMap((conflict) => lossOf(conflict, entity));
      const [wanted, had] = [expected, actual].map(inOrder);
      assert(
        jsonEquals(wanted, had),
        () => `I14: ${client} lost ${JSON.stringify(wanted)} and is offered ${JSON.stringify(had)}`,
      );
      checked += expected.length;
    }
    return checked;
  }
}

function lossesIn(client: string, entity: string, touches: readonly Touch[]): readonly Loss[] {
  const losses = new Map<string, Loss>();
  for (const [index, write] of touches.entries()) {
    if (write.client !== client || write.item.kind === 'delete' || !names(write)) continue;
    const later = touches.slice(index + 1);
    const deleted = deletionOf(entity, client, write, later);
    if (deleted !== undefined) losses.set(deleted.slot, deleted);
    for (const field of SET_FIELDS) {
      const value = valueBehind(write.item, field);
      if (value === undefined || !names(write, field)) continue;
      const loss = overwritingOf(`${entity}.${field}`, client, write, field, value.now ?? null, later);
      if (loss !== undefined) losses.set(loss.slot, loss);
    }
  }
  return [...losses.values()];
}

function overwritingOf(
  slot: string,
  client: string,
  write: Touch,
  field: string,
  lost: Json,
  later: readonly Touch[],
): Loss | undefined {
  let loss: Loss | undefined;
  for (const touch of later) {
    const value = valueBehind(touch.item, field);
    if (value === undefined) continue;
    if (loss === undefined) {
      const isUnseen = touch.client !== client && touch.seen < write.version;
      if (touch.item.kind !== 'modify' || !isUnseen) return undefined;
    } else if (
      touch.client === client &&
      (touch.item.kind === 'delete' ? names(touch) : names(touch, field))
    ) {
      return undefined;
    }
    if (value.now !== undefined && jsonEquals(value.now, lost)) return undefined;
    loss = { slot, version: touch.version, client: touch.client, lost, won: value.now };
  }
  return loss;
}

function deletionOf(entity: string, client: string, write: Touch, later: readonly Touch[]): Loss | undefined {
  let loss: Loss | undefined;
  for (const touch of later) {
    const { item, version } = touch;
    if (item.kind === 'modify') continue;
    if (loss === undefined) {
      if (item.kind === 'insert' || touch.client === client || touch.seen >= write.version) return undefined;
      const lost = plain(item.row);
      loss = { slot: entity, version, client: touch.client, lost, won: undefined };
    } else if (item.kind === 'insert') {
      if (touch.client === client || jsonEquals(plain(item.row), loss.lost)) return undefined;
      loss = { ...loss, version, client: touch.client, won: plain(item.row) };
    }
  }
  return loss;
}

/** What a field holds behind an item; undefined: the item leaves it as it was. */
function valueBehind(item: EntityEffect, field: string): { readonly now: Json | undefined } | undefined {
  if (item.kind === 'delete') return { now: undefined };
  if (field === 'place') {
    const place = item.kind === 'insert' ? item.row.place : item.place?.after;
    return place === undefined ? undefined : { now: plain(place) };
  }
  if (item.kind === 'insert') return field in item.row.fields ? { now: item.row.fields[field] } : undefined;
  const effect = item.fields[field];
  return effect?.kind === 'set' ? { now: effect.after } : undefined;
}

/** Whether an operation says something of an entity, or of a field of it, itself. */
function names({ operation, item }: Touch, field?: string): boolean {
  return operation.edits.some((edit) => {
    if (edit.table !== item.table || edit.id !== item.id) return false;
    if (field === undefined) return true;
    if (field === 'place')
      return edit.kind === 'move' || (edit.kind === 'insert' && edit.place !== undefined);
    if (edit.kind === 'insert') return field in edit.fields;
    return edit.kind === 'modify' && field in edit.changes;
  });
}

function lossOf({ conflict, version, client }: DocumentConflict, entity: string): readonly Loss[] {
  if (`${conflict.table}/${conflict.id}` !== entity) return [];
  if (conflict.kind !== 'overwritten' && conflict.kind !== 'deleted') return [];
  const { lost, won, field } = conflict;
  if (conflict.kind === 'deleted') return [{ slot: entity, version, client, lost, won }];
  return [{ slot: `${entity}.${field ?? 'place'}`, version, client, lost, won }];
}

function inOrder(losses: readonly Loss[]): readonly Json[] {
  return losses.toSorted((a, b) => (a.slot < b.slot ? -1 : 1)).map(plain);
}

function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}
