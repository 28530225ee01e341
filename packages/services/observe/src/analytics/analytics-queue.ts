import type { Json } from '@statehouse/kernel';

/** Something that happened, without secrets. */
export interface AnalyticsEvent {
  readonly name: string;
  /** The time of day. */
  readonly atMs: number;
  readonly properties: Json;
}

export interface QueueBounds {
  /** Events in one batch. */
  readonly maxBatch: number;
  /** UTF-8 bytes of the events of one batch; a single one may be longer. */
  readonly maxBatchBytes: number;
  /** Events that wait; beyond, the oldest are dropped. */
  readonly maxQueued: number;
}

/** Events as text, with how many were dropped before them. */
export interface Batch {
  readonly events: readonly string[];
  readonly dropped: number;
}

/**
 * Events that wait to be sent.
 *
 * Invariant: at most `maxQueued` of them, oldest first; each event is either waiting, or in exactly one batch, or counted
 * as dropped.
 */
export class AnalyticsQueue {
  readonly #bounds: QueueBounds;
  #waiting: string[] = [];
  #dropped = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add(event: AnalyticsEvent): void {
    this.#waiting.push(JSON.stringify(event));
    const over = this.#waiting.length - this.#bounds.maxQueued;
    if (over <= 0) return;
    this.#waiting.splice(0, over);
    this.#dropped += over;
  }

  /** The oldest events, as many as go together; undefined where none waits. */
  take(): Batch | undefined {
    if (this.#waiting.length === 0) return undefined;
    const { maxBatch, maxBatchBytes } = this.#bounds;
    let bytes = 0;
    let count = 0;
    for (const event of this.#waiting) {
      bytes += byteLength(event);
      if (count > 0 && (count >= maxBatch || bytes > maxBatchBytes)) break;
      count += 1;
    }
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { events: this.#waiting.splice(0, count), dropped };
  }

  /** Lets events that were taken last wait again, where they stood. */
  putBack({ events, dropped }: Batch): void {
    this.#waiting.unshift(...events);
    this.#dropped += dropped;
  }

  clear(): void {
    this.#waiting = [];
    this.#dropped = 0;
  }
}

/** Of a text in UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
