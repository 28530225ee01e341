import type { Environment } from './environment.ts';
import { Image } from './image.ts';
import type { Ledger } from './ledger.ts';

/**
 * The newest encoded snapshot of a document, and the one in the making. An image is made a slice at a time; the
 * entries behind it stay in the window until it is complete, so that whoever waits for it can be brought up to date.
 */
export class Images {
  readonly #environment: Environment;
  readonly #ledger: Ledger;
  #newest: Image | undefined;
  #making: Image | undefined;
  #waiting: ((image: Image) => void)[] = [];

  constructor(environment: Environment, ledger: Ledger) {
    this.#environment = environment;
    this.#ledger = ledger;
  }

  /** True while there is more to encode. */
  get making(): boolean {
    return this.#making !== undefined;
  }

  /** Entries behind this version must stay in memory. */
  get keepFrom(): number {
    return this.#making === undefined ? Number.MAX_SAFE_INTEGER : this.#making.position.version + 1;
  }

  /** Calls back with an image from which the window leads to the head: at once if there is one, later otherwise. */
  request(maxBehind: number, then: (image: Image) => void): void {
    const { window, durable } = this.#ledger;
    const version = this.#newest?.position.version ?? -1;
    if (this.#newest !== undefined && version + 1 >= window.first && durable.version - version <= maxBehind) {
      then(this.#newest);
      return;
    }
    this.#waiting.push(then);
    if (this.#making === undefined) {
      this.#making = new Image(this.#ledger, this.#environment.settings.partBytes);
      this.advance();
    }
  }

  /** Encodes another slice. */
  advance(): void {
    const image = this.#making;
    if (image === undefined || !image.advance(this.#environment.settings.rowsPerStep)) return;
    this.#making = undefined;
    this.#newest = image;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const then of waiting) then(image);
  }

  /** Lets the newest image go, so that a quiet document does not hold its state twice. */
  forget(): void {
    this.#newest = undefined;
  }
}
