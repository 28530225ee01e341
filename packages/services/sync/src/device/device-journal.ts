import type { DocumentState, Effect, Operation } from '@statehouse/ot';
import { NOT_HELD, plainRow } from '@statehouse/ot';
import type { KeyValueWrite } from '@statehouse/storage';
import type { Pending, SentForm } from '../overlay/pending.ts';
import type { OwnEntity } from '../setbacks/own-writes.ts';
import type { KeptSetbacks } from '../setbacks/setbacks.ts';
import {
  effectText,
  metaKey,
  metaText,
  pendingKey,
  pendingText,
  rowKey,
  rowText,
  tailKey,
} from './device-format.ts';
import type { DeviceMoment } from './device-moment.ts';
import { conflictKey, ownKey, ownText, refusedKey } from './device-setbacks.ts';

/** Effects kept after the base rows before they are folded into them. */
const CHECKPOINT_AFTER = 500;

interface Written {
  readonly operation: Operation;
  readonly sent: SentForm | undefined;
}

/**
 * What the device is told next, always as one atomic write, so that it holds one moment of the document. The writes of
 * a failed attempt go with the next: left out, they would be missing under everything that is written later.
 */
export class DeviceJournal {
  readonly #prefix: string;
  readonly #written = new Map<number, Written>();
  /** Setbacks that the device holds, by their keys there. */
  readonly #setbacks = new Map<string, object>();
  /** Keys of entities with own values that the device holds, and what is new of them. */
  readonly #own = new Set<string>();
  readonly #newOwn = new Map<string, string | undefined>();
  #metaWritten = '';
  #tail: number[] = [];
  #newTail: { readonly version: number; readonly effect: Effect }[] = [];
  readonly #sinceBase = new Map<string, { readonly table: string; readonly id: string }>();
  #checkpointDue = false;
  #underWay: readonly KeyValueWrite[] = [];
  #failed: readonly KeyValueWrite[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Tells the journal what the device holds already. */
  loaded(
    tail: readonly { readonly version: number; readonly effect: Effect }[],
    pending: readonly Pending[],
    setbacks: KeptSetbacks,
    own: readonly OwnEntity[],
  ): void {
    for (const { table, id } of own) this.#own.add(ownKey(this.#prefix, table, id));
    for (const [key, one] of this.#keyed(setbacks)) this.#setbacks.set(key, one);
    for (const { version, effect } of tail) {
      this.#tail.push(version);
      this.#noteEntities(effect);
    }
    for (const { origin, operation, sent } of pending)
      this.#written.set(origin.sequence, { operation, sent });
  }

  /** An entry that confirmed has taken. */
  entry(version: number, effect: Effect): void {
    if (effect.length === 0) return;
    this.#newTail.push({ version, effect });
    this.#noteEntities(effect);
  }

  /** Confirmed was replaced by a snapshot, by this difference: rows are written, the tail goes. */
  snapshot(effect: Effect): void {
    this.#noteEntities(effect);
    this.#checkpointDue = true;
  }

  /** What is own in an entity is another now. */
  own(table: string, id: string, entity: OwnEntity | undefined): void {
    const key = ownKey(this.#prefix, table, id);
    // What came and went between two writes never was there.
    if (entity === undefined && !this.#own.has(key)) this.#newOwn.delete(key);
    else this.#newOwn.set(key, entity === undefined ? undefined : ownText(entity));
  }

  /** The last writes taken did not reach the device. They are not tried again before there is something new. */
  failed(): void {
    this.#failed = this.#underWay;
  }

  /** The writes that bring the device up to date, or undefined if nothing is new. */
  take({
    confirmed,
    version,
    nextSequence,
    pending,
    setbacks,
  }: DeviceMoment): readonly KeyValueWrite[] | undefined {
    const writes: KeyValueWrite[] = [];
    this.#takeTail(writes, confirmed);
    this.#takePending(writes, pending);
    this.#takeSetbacks(writes, setbacks);
    this.#takeOwn(writes);
    const meta = metaText(version, nextSequence);
    if (writes.length === 0 && meta === this.#metaWritten) return undefined;
    this.#metaWritten = meta;
    writes.push({ key: metaKey(this.#prefix), value: meta });
    this.#underWay = this.#failed.length === 0 ? writes : latestOfEach([...this.#failed, ...writes]);
    this.#failed = [];
    return this.#underWay;
  }

  #noteEntities(effect: Effect): void {
    for (const { table, id } of effect) this.#sinceBase.set(`${table}/${id}`, { table, id });
  }

  #takeTail(writes: KeyValueWrite[], confirmed: DocumentState): void {
    if (this.#checkpointDue || this.#tail.length + this.#newTail.length > CHECKPOINT_AFTER) {
      this.#checkpoint(writes, confirmed);
      return;
    }
    for (const { version, effect } of this.#newTail) {
      writes.push({ key: tailKey(this.#prefix, version), value: effectText(effect) });
      this.#tail.push(version);
    }
    this.#newTail = [];
  }

  #checkpoint(writes: KeyValueWrite[], confirmed: DocumentState): void {
    for (const { table, id } of this.#sinceBase.values()) {
      const row = confirmed.get(table, id);
      const shape = confirmed.shape(table);
      const value =
        row === undefined || row === NOT_HELD || shape === undefined
          ? undefined
          : rowText(plainRow(row, shape));
      writes.push({ key: rowKey(this.#prefix, table, id), value });
    }
    for (const version of this.#tail) writes.push({ key: tailKey(this.#prefix, version), value: undefined });
    this.#tail = [];
    this.#newTail = [];
    this.#sinceBase.clear();
    this.#checkpointDue = false;
  }

  #takePending(writes: KeyValueWrite[], pending: readonly Pending[]): void {
    const current = new Set<number>();
    for (const { origin, operation, seen, sent } of pending) {
      const { sequence } = origin;
      current.add(sequence);
      const known = this.#written.get(sequence);
      if (known !== undefined && known.operation === operation && known.sent === sent) continue;
      this.#written.set(sequence, { operation, sent });
      writes.push({ key: pendingKey(this.#prefix, sequence), value: pendingText({ operation, seen, sent }) });
    }
    for (const sequence of this.#written.keys()) {
      if (current.has(sequence)) continue;
      this.#written.delete(sequence);
      writes.push({ key: pendingKey(this.#prefix, sequence), value: undefined });
    }
  }

  #takeOwn(writes: KeyValueWrite[]): void {
    for (const [key, value] of this.#newOwn) {
      writes.push({ key, value });
      if (value === undefined) this.#own.delete(key);
      else this.#own.add(key);
    }
    this.#newOwn.clear();
  }

  #takeSetbacks(writes: KeyValueWrite[], setbacks: KeptSetbacks): void {
    const current = new Map(this.#keyed(setbacks));
    for (const [key, one] of current) {
      if (this.#setbacks.get(key) === one) continue;
      this.#setbacks.set(key, one);
      writes.push({ key, value: JSON.stringify(one) });
    }
    for (const key of this.#setbacks.keys()) {
      if (current.has(key)) continue;
      this.#setbacks.delete(key);
      writes.push({ key, value: undefined });
    }
  }

  #keyed({ conflicts, refused }: KeptSetbacks): readonly (readonly [string, object])[] {
    return [
      ...conflicts.map((one) => [conflictKey(this.#prefix, one), one] as const),
      ...refused.map((one) => [refusedKey(this.#prefix, one), one] as const),
    ];
  }
}

/** One write a key: the last. */
function latestOfEach(writes: readonly KeyValueWrite[]): readonly KeyValueWrite[] {
  return [...new Map(writes.map((write) => [write.key, write])).values()];
}
