import type { Environment } from './environment.ts';
import type { Image } from './image.ts';
import type { Images } from './images.ts';
import type { Ledger } from './ledger.ts';
import type { DocumentRef } from './server-event.ts';
import { encodeSnapshotBody } from './snapshot-body.ts';

/** A large document is saved less often than a small one, but never less often than after so many times the entries. */
const MAX_STRETCH = 20;
/** New bytes for each byte of the last snapshot, below which saving again is not worth it. */
const WORTHWHILE_SHARE = 0.25;

/**
 * When and what to save so that opening a document reads a bounded tail. Snapshots are of the durable head only, and
 * one is saved at a time; a failed one is tried again after as many entries as the first time.
 */
export class Checkpoints {
  readonly #environment: Environment;
  readonly #ref: DocumentRef;
  readonly #ledger: Ledger;
  readonly #images: Images;
  #entries: number;
  #bytes: number;
  #lastLength = 0;
  #saving = false;

  constructor(environment: Environment, ref: DocumentRef, ledger: Ledger, images: Images) {
    this.#environment = environment;
    this.#ref = ref;
    this.#ledger = ledger;
    this.#images = images;
    this.#entries = ledger.window.last - ledger.window.first + 1;
    this.#bytes = ledger.window.bytes;
  }

  /** True while a snapshot is being made or saved. */
  get saving(): boolean {
    return this.#saving;
  }

  /** Entries that a load would have to read behind the last snapshot. */
  get entries(): number {
    return this.#entries;
  }

  /** So many more entries are durable. */
  count(entries: number): void {
    const { window, durable } = this.#ledger;
    this.#entries += entries;
    for (const entry of window.slice(durable.version - entries + 1, durable.version)) {
      this.#bytes += entry.delivered.length;
    }
  }

  saveIfDue(): void {
    const { snapshotEveryEntries, snapshotEveryBytes } = this.#environment.settings;
    const much = this.#entries >= snapshotEveryEntries || this.#bytes >= snapshotEveryBytes;
    if (!much || this.#saving) return;
    const worthwhile = this.#bytes >= this.#lastLength * WORTHWHILE_SHARE;
    if (worthwhile || this.#entries >= snapshotEveryEntries * MAX_STRETCH) this.save();
  }

  /** Saves the durable head, if there is anything new in it. */
  save(): void {
    if (this.#saving || this.#entries === 0) return;
    this.#saving = true;
    this.#images.request(0, (image) => this.#write(image));
  }

  /** The log has stored the snapshot, or could not. */
  finished(): void {
    this.#saving = false;
  }

  #write(image: Image): void {
    const { version } = image.position;
    const { sha256 } = this.#environment;
    const body = encodeSnapshotBody(image, this.#ledger.epoch, sha256);
    this.#lastLength = image.length;
    this.#entries = this.#ledger.durable.version - version;
    this.#bytes = 0;
    this.#environment.emit({ ...this.#ref, kind: 'save-snapshot', snapshot: { version, body } });
    this.#environment.metrics.observe('server_snapshot_bytes', body.length);
  }
}
