import type { Schema } from '@statehouse/db';
import type { CancelTimer, Clock, Metrics, Random, Timers } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import { ClientCore, type ClientEffect, describeFailure, type TimerName } from './client-core.ts';
import type { ConnectionTimes } from './connection/connection-core.ts';
import type { Connect, Socket } from './connection/socket.ts';
import { documentPrefix, loadStored } from './device/device-format.ts';
import type { SubmissionLimits } from './document/submission.ts';

/** Everything of the outside world that a client uses. */
export interface ClientEnvironment {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly metrics: Metrics;
  readonly connect: Connect;
}

export interface ClientShellOptions<S extends Schema> {
  readonly client: string;
  readonly schema: S;
  readonly url: () => string;
  readonly token: () => string | Promise<string>;
  readonly store: KeyValueStore | undefined;
  readonly composeUnsent: boolean;
  readonly limits: SubmissionLimits;
  readonly times: ConnectionTimes;
  readonly environment: ClientEnvironment;
  /** Told of what views may show; called after the state has changed. */
  readonly onEffect: (effect: ClientEffect<S>) => void;
}

/**
 * Carries out what a client's core asks for: sockets, timers, the device. It decides nothing.
 * Effects are carried out in the order in which they were asked for; a call made meanwhile waits its turn.
 */
export class ClientShell<S extends Schema> {
  readonly core: ClientCore<S>;
  readonly #options: ClientShellOptions<S>;
  readonly #timers = new Map<string, CancelTimer>();
  readonly #queue: ClientEffect<S>[] = [];
  #socket: { readonly attempt: number; readonly socket: Socket } | undefined;
  #running = false;
  #closed = false;
  #writes = 0;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: ClientShellOptions<S>) {
    this.#options = options;
    const { client, schema, composeUnsent, limits, times, environment } = options;
    const device = options.store !== undefined;
    const { random } = environment;
    this.core = new ClientCore({ client, schema, device, composeUnsent, limits, random, times });
  }

  get environment(): ClientEnvironment {
    return this.#options.environment;
  }

  get client(): string {
    return this.#options.client;
  }

  /** Carries out effects, and whatever they lead to. */
  run(effects: readonly ClientEffect<S>[]): void {
    for (const effect of effects) this.#queue.push(effect);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let effect = this.#queue.shift(); effect !== undefined; effect = this.#queue.shift())
        this.#carryOut(effect);
    } finally {
      this.#running = false;
    }
  }

  /** Waits until the device has everything, hangs up, and stops the timers. */
  async close(): Promise<void> {
    if (this.#closed) return;
    for (let written = -1; written !== this.#writes && !this.#closed; ) {
      written = this.#writes;
      for (const document of this.core.documents.keys()) this.run(this.core.flush(document));
      await this.#writing;
    }
    if (this.#closed) return;
    this.run(this.core.stop());
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #carryOut(effect: ClientEffect<S>): void {
    switch (effect.kind) {
      case 'get-token':
        this.#getToken(effect.attempt);
        return;
      case 'dial':
        this.#dial(effect.attempt);
        return;
      case 'hang-up':
        if (this.#socket?.attempt === effect.attempt) this.#socket.socket.close(effect.code);
        return;
      case 'transmit':
        if (this.#socket?.attempt === effect.attempt) this.#socket.socket.send(effect.text);
        return;
      case 'timer':
        this.#setTimer(effect.timer, effect.delayMs);
        return;
      case 'load':
        void this.#load(effect.document);
        return;
      case 'persist':
        this.#persist(effect);
        return;
      case 'flush-soon':
        queueMicrotask(() => {
          if (!this.#closed) this.run(this.core.flush(effect.document));
        });
        return;
      case 'diverged':
        this.#options.environment.metrics.count('sync_divergence_total');
        return;
      default:
        this.#options.onEffect(effect);
    }
  }

  #getToken(attempt: number): void {
    const { token, environment } = this.#options;
    Promise.resolve()
      .then(token)
      .then(
        (value) => this.#ifOpen(() => this.core.token(attempt, value)),
        (error) =>
          this.#ifOpen(() =>
            this.core.tokenFailed(attempt, describeFailure(error).message, environment.clock.nowMs()),
          ),
      );
  }

  #dial(attempt: number): void {
    const { environment, url } = this.#options;
    try {
      const socket = environment.connect(url(), {
        opened: () => this.#ifOpen(() => this.core.socketOpened(attempt)),
        received: (text) => this.#ifOpen(() => this.core.socketReceived(attempt, text)),
        closed: (code) =>
          this.#ifOpen(() => this.core.socketClosed(attempt, code, environment.clock.nowMs())),
      });
      this.#socket = { attempt, socket };
    } catch (error) {
      const { message } = describeFailure(error);
      this.run(this.core.dialFailed(attempt, message, environment.clock.nowMs()));
    }
  }

  #setTimer(timer: TimerName, delayMs: number): void {
    const key = timer.of === 'connection' ? timer.name : `${timer.name}/${timer.document}`;
    const { timers, clock } = this.#options.environment;
    this.#timers.get(key)?.();
    const cancel = timers.after(delayMs, () => {
      this.#timers.delete(key);
      this.#ifOpen(() => this.core.timer(timer, clock.nowMs()));
    });
    this.#timers.set(key, cancel);
  }

  async #load(document: string): Promise<void> {
    const { store, client } = this.#options;
    try {
      const stored =
        store === undefined ? undefined : await loadStored(store, documentPrefix(client, document));
      this.#ifOpen(() => this.core.loaded(document, stored));
    } catch (error) {
      const { code, message } = describeFailure(error);
      this.#ifOpen(() => this.core.loadFailed(document, code, message));
    }
  }

  #persist({ document, writes }: ClientEffect<S> & { kind: 'persist' }): void {
    const { store } = this.#options;
    if (store === undefined) return;
    this.#writes += 1;
    const written = store.write(writes).then(
      () => this.#ifOpen(() => this.core.persisted(document)),
      (error) => {
        const { code, message } = describeFailure(error);
        this.#ifOpen(() => this.core.persistFailed(document, code, message));
      },
    );
    const earlier = this.#writing;
    this.#writing = written.then(() => earlier);
  }

  #ifOpen(call: () => readonly ClientEffect<S>[]): void {
    if (!this.#closed) this.run(call());
  }
}
