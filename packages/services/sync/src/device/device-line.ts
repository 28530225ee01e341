import type { Effect } from '@statehouse/ot';
import type { KeyValueWrite } from '@statehouse/storage';
import type { Submission } from '../document/submission.ts';
import type { Pending } from '../overlay/pending.ts';
import type { OwnEntity } from '../setbacks/own-writes.ts';
import type { KeptSetbacks } from '../setbacks/setbacks.ts';
import { DeviceJournal } from './device-journal.ts';
import type { DeviceMoment } from './device-moment.ts';

/**
 * The way of a document to its device: one write at a time, each a whole moment. A submission that a finished write
 * holds is durable, and may be sent.
 */
export class DeviceLine {
  readonly #journal: DeviceJournal | undefined;
  #writing: { readonly submission: Submission | undefined; through: number } | undefined;
  #savedThrough = 0;

  /** Without a prefix there is no device: submissions are durable at once, and nothing is ever reported as saved. */
  constructor(prefix: string | undefined) {
    this.#journal = prefix === undefined ? undefined : new DeviceJournal(prefix);
  }

  /** Own operations up to this sequence are on the device, in the wording that they have now. */
  get savedThrough(): number {
    return this.#savedThrough;
  }

  /** A write is under way. */
  get writing(): boolean {
    return this.#writing !== undefined;
  }

  loaded(
    tail: Parameters<DeviceJournal['loaded']>[0],
    pending: readonly Pending[],
    nextSequence: number,
    setbacks: KeptSetbacks,
    own: readonly OwnEntity[],
  ): void {
    this.#journal?.loaded(tail, pending, setbacks, own);
    this.#savedThrough = nextSequence - 1;
  }

  entry(version: number, effect: Effect): void {
    this.#journal?.entry(version, effect);
  }

  /** Confirmed was replaced, by this difference. */
  replaced(effect: Effect): void {
    this.#journal?.snapshot(effect);
  }

  /** What is own in an entity is another now. */
  own(table: string, id: string, entity: OwnEntity | undefined): void {
    this.#journal?.own(table, id, entity);
  }

  /** An operation got another wording: what was saved of it, or is being saved, is not it. */
  reworded(sequence: number): void {
    this.#savedThrough = Math.min(this.#savedThrough, sequence - 1);
    if (this.#writing !== undefined) this.#writing.through = Math.min(this.#writing.through, sequence - 1);
  }

  /** The next write, if one is due and none is under way. */
  take(moment: DeviceMoment): readonly KeyValueWrite[] | undefined {
    const { submission, nextSequence } = moment;
    if (this.#journal === undefined) {
      if (submission !== undefined) submission.durable = true;
      return undefined;
    }
    if (this.#writing !== undefined) return undefined;
    const writes = this.#journal.take(moment);
    if (writes === undefined) {
      if (submission !== undefined) submission.durable = true;
      return undefined;
    }
    this.#writing = { submission, through: nextSequence - 1 };
    return writes;
  }

  written(): void {
    const writing = this.#writing;
    this.#writing = undefined;
    if (writing === undefined) return;
    this.#savedThrough = Math.max(this.#savedThrough, writing.through);
    if (writing.submission !== undefined) writing.submission.durable = true;
  }

  /** The device failed. Work goes on in memory: better sent without a copy than not at all. */
  failed(): void {
    const writing = this.#writing;
    this.#writing = undefined;
    this.#journal?.failed();
    if (writing?.submission !== undefined) writing.submission.durable = true;
  }
}
