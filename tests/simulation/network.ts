import type { Random } from '@statehouse/kernel';
import type { FaultMix } from './faults.ts';
import type { Scheduler } from './scheduler.ts';

/** One end of a line. `received` and `closed` are called by the network, never inside a call of the other end. */
export interface LineEnd {
  received(text: string): void;
  closed(code: number): void;
}

/** Two ends, and what is under way between them. */
export class Line {
  readonly #network: Network;
  readonly #ends: { client: LineEnd; server: LineEnd };
  readonly #lastArrival = { toClient: 0, toServer: 0 };
  #open = true;
  /** One direction silent, and nobody told: a half-open socket. */
  silent: 'toClient' | 'toServer' | undefined;

  constructor(network: Network, client: LineEnd, server: LineEnd) {
    this.#network = network;
    this.#ends = { client, server };
  }

  get isOpen(): boolean {
    return this.#open;
  }

  send(direction: 'toClient' | 'toServer', text: string): void {
    const { random, mix, scheduler } = this.#network;
    if (!this.#open || this.silent === direction || random.next() < mix.loss) return;
    const copies = random.next() < mix.duplication ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      let atMs = scheduler.nowMs() + this.#network.delay();
      if (mix.ordered) atMs = Math.max(atMs, this.#lastArrival[direction] + 0.001);
      this.#lastArrival[direction] = atMs;
      scheduler.after(atMs - scheduler.nowMs(), () => {
        if (!this.#open) return;
        (direction === 'toClient' ? this.#ends.client : this.#ends.server).received(text);
      });
    }
  }

  /** Cuts the line: what is under way is lost, and each end is told in its own time. */
  cut(codeForClient: number): void {
    if (!this.#open) return;
    this.#open = false;
    const { scheduler } = this.#network;
    const { client, server } = this.#ends;
    scheduler.after(this.#network.delay(), () => client.closed(codeForClient));
    scheduler.after(this.#network.delay(), () => server.closed(1006));
  }
}

/** All lines of a simulated world, under one mix of faults that can be taken away. */
export class Network {
  readonly scheduler: Scheduler;
  readonly random: Random;
  mix: FaultMix;
  readonly #lines = new Set<Line>();

  constructor(scheduler: Scheduler, random: Random, mix: FaultMix) {
    this.scheduler = scheduler;
    this.random = random;
    this.mix = mix;
  }

  connect(client: LineEnd, server: LineEnd): Line {
    const line = new Line(this, client, server);
    this.#lines.add(line);
    return line;
  }

  get lines(): readonly Line[] {
    for (const line of this.#lines) if (!line.isOpen) this.#lines.delete(line);
    return [...this.#lines];
  }

  delay(): number {
    const { minDelayMs, maxDelayMs } = this.mix;
    return minDelayMs + this.random.next() * (maxDelayMs - minDelayMs);
  }
}
