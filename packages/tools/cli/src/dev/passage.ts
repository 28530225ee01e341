import type { CancelTimer, Clock, Timers } from '@statehouse/kernel';

/** How one direction of a connection carries bytes. */
export interface Shape {
  readonly delayMs: number;
  readonly bytesPerSecond: number;
}

/** As if nothing stood between the two ends. */
export const CLEAR: Shape = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

/** The two ends of a passage. */
export interface PassageEnds {
  /** Asks the source for no more bytes. */
  pause(): void;
  resume(): void;
  /** Hands bytes to the sink. False: nothing more is to be handed over before {@link Passage.drained}. */
  write(bytes: Uint8Array): boolean;
  /** Everything was handed over, and nothing will follow. Called once. */
  end(): void;
}

/** From so many waiting bytes on the source is asked to pause; below half of it, to go on. */
export const MOST_HELD_BYTES = 65_536;
/** What is limited passes in pieces, so that one long message does not arrive all at once. */
const PIECE_BYTES = 3_000;

interface Piece {
  readonly bytes: Uint8Array;
  readonly arrivedAtMs: number;
}

/**
 * One direction of a connection, with a delay, a limited rate and stalls.
 *
 * Invariant: bytes leave in the order in which they came, each exactly once, never more than the sink takes; what
 * waits is at most {@link MOST_HELD_BYTES} and what the source hands over before it pauses.
 */
export class Passage {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #ends: PassageEnds;
  #shape: Shape = CLEAR;
  #queue: Piece[] = [];
  #heldBytes = 0;
  /** When the piece before has passed. */
  #freeAtMs = 0;
  #stalledUntilMs = 0;
  #isPaused = false;
  #isBlocked = false;
  #phase: 'open' | 'ending' | 'over' = 'open';
  #cancel: CancelTimer = () => {};

  constructor(ports: { readonly clock: Clock; readonly timers: Timers }, ends: PassageEnds) {
    this.#clock = ports.clock;
    this.#timers = ports.timers;
    this.#ends = ends;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes bytes from the source. */
  take(bytes: Uint8Array): void {
    if (this.#phase !== 'open') return;
    const arrivedAtMs = this.#clock.nowMs();
    const most = Number.isFinite(this.#shape.bytesPerSecond) ? PIECE_BYTES : bytes.length;
    for (let from = 0; from < bytes.length; from += most) {
      this.#queue.push({ bytes: bytes.subarray(from, from + most), arrivedAtMs });
    }
    this.#heldBytes += bytes.length;
    this.#pass();
  }

  /** The source has ended: the sink ends when it has everything. */
  finish(): void {
    if (this.#phase === 'open') this.#phase = 'ending';
    this.#pass();
  }

  /** The sink takes bytes again. */
  drained(): void {
    this.#isBlocked = false;
    this.#freeAtMs = Math.max(this.#freeAtMs, this.#clock.nowMs());
    this.#pass();
  }

  /** Carries bytes otherwise from now on. {@link CLEAR} hands over at once, and in order, what waits. */
  reshape(shape: Shape): void {
    this.#shape = shape;
    this.#freeAtMs = 0;
    this.#stalledUntilMs = 0;
    this.#pass();
  }

  /** Nothing passes for a while; {@link reshape} ends it early. */
  stall(forMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.#clock.nowMs() + forMs);
    this.#pass();
  }

  /** Forgets what waits, and takes nothing more. */
  discard(): void {
    this.#phase = 'over';
    this.#cancel();
    this.#queue = [];
    this.#heldBytes = 0;
  }

  #pass(): void {
    this.#cancel();
    while (!this.#isBlocked) {
      const piece = this.#queue[0];
      if (piece === undefined) break;
      const waitMs = this.#passedAtMs(piece) - this.#clock.nowMs();
      if (waitMs > 0) {
        this.#cancel = this.#timers.after(Math.ceil(waitMs), () => this.#pass());
        break;
      }
      this.#freeAtMs = this.#passedAtMs(piece);
      this.#queue.shift();
      this.#heldBytes -= piece.bytes.length;
      this.#isBlocked = !this.#ends.write(piece.bytes);
    }
    this.#askSource();
    if (this.#phase === 'ending' && this.#queue.length === 0) {
      this.#phase = 'over';
      this.#ends.end();
    }
  }

  /** When the last byte of the first piece is through. */
  #passedAtMs({ bytes, arrivedAtMs }: Piece): number {
    const { delayMs, bytesPerSecond } = this.#shape;
    const startMs = Math.max(arrivedAtMs + delayMs, this.#freeAtMs, this.#stalledUntilMs);
    return startMs + (bytes.length * 1_000) / bytesPerSecond;
  }

  #askSource(): void {
    if (!this.#isPaused && (this.#heldBytes >= MOST_HELD_BYTES || this.#isBlocked)) {
      this.#isPaused = true;
      this.#ends.pause();
    } else if (this.#isPaused && !this.#isBlocked && this.#heldBytes <= MOST_HELD_BYTES / 2) {
      this.#isPaused = false;
      this.#ends.resume();
    }
  }
}
