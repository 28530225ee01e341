import type { ServerResponse } from 'node:http';
import type { CancelTimer, Timers } from '@statehouse/kernel';
import type { Change } from '../../src/rooms/admin/wire/change.ts';

/** So many changes are remembered for who was away for a moment. */
const MOST_KEPT = 500;
/** Something is said so often, so that nobody on the way takes the stream for dead. */
const HEARTBEAT_MS = 15_000;

/**
 * What happens in one office, as server-sent events. A listener that comes back says what it heard last and is told the
 * rest, or, when that is no longer known, to ask for everything anew.
 *
 * Invariant: the ids of events rise by one, and name this stream by its epoch.
 */
export class ChangeStream {
  readonly #epoch: string;
  readonly #timers: Timers;
  readonly #listeners = new Set<ServerResponse>();
  readonly #kept: string[] = [];
  #count = 0;
  #cancelBeat: CancelTimer = () => {};

  /** @param epoch other than that of every stream before it */
  constructor(epoch: string, timers: Timers) {
    this.#epoch = epoch;
    this.#timers = timers;
    this.#beat();
  }

  tell(change: Change): void {
    this.#count += 1;
    const event = this.#event(this.#count, change);
    this.#kept.push(event);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    for (const listener of this.#listeners) listener.write(event);
  }

  /** @param lastId what the listener heard last; undefined for a new one, which needs nothing of before */
  open(response: ServerResponse, lastId: string | undefined): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    // It gives a new listener that is cut off at once something to come back with.
    if (lastId === undefined) response.write(`id: ${this.#epoch}.${this.#count}\nevent: hello\ndata: {}\n\n`);
    else for (const event of [': welcome back\n\n', ...this.#missed(lastId)]) response.write(event);
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  close(): void {
    this.#cancelBeat();
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  #missed(lastId: string): readonly string[] {
    const [epoch, number] = lastId.split('.');
    const missed = this.#count - Number(number);
    const isKnown = epoch === this.#epoch && missed >= 0 && missed <= this.#kept.length;
    if (!isKnown) return [this.#event(this.#count, { kind: 'reset', by: '' })];
    return missed === 0 ? [] : this.#kept.slice(-missed);
  }

  #event(number: number, change: Change): string {
    return `id: ${this.#epoch}.${number}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`;
  }

  #beat(): void {
    this.#cancelBeat = this.#timers.after(HEARTBEAT_MS, () => {
      for (const listener of this.#listeners) listener.write(': still here\n\n');
      this.#beat();
    });
  }
}
