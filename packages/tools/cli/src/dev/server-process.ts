import type { CancelTimer, Clock, Timers } from '@statehouse/kernel';
import type { ListeningMessage } from './child-message.ts';

/** Where the sync server stands. `killed`: taken down by a person, and left down until they restart it. */
export type ServerState =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'running';
      readonly port: number;
      /** Where the application's parts answer; absent when it has none. */
      readonly appPort?: number;
      /** Where `/metrics` answers. */
      readonly metricsPort: number;
      readonly pid: number;
    }
  | { readonly kind: 'waiting'; readonly retryAtMs: number; readonly reason: string }
  | { readonly kind: 'killed' }
  | { readonly kind: 'closed' };

/** Where a sync server listens. */
export type ServerPorts = Omit<ListeningMessage, 'kind'>;

/** A process that runs the sync server. Each callback is called at most once. */
export interface ServerChild {
  readonly pid: number;
  onListening(callback: (ports: ServerPorts) => void): void;
  onExit(callback: (reason: string) => void): void;
  /** Ends it at once, as a crash would. */
  kill(): void;
  /** Asks it to finish what it has acknowledged and leave. */
  drain(): void;
}

export interface ServerProcessPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  spawn(): ServerChild;
  onState(state: ServerState): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 8_000;
/** A server that lived so long was not failing at its start: the next retry is quick again. */
const STEADY_AFTER_MS = 10_000;
const DRAIN_LIMIT_MS = 8_000;

/**
 * Keeps one sync server alive: when it dies it is started again, quickly first and then ever more slowly.
 *
 * Invariant: at most one child lives at a time; there is one exactly in `starting` and `running`.
 */
export class ServerProcess {
  readonly #ports: ServerProcessPorts;
  #state: ServerState = { kind: 'closed' };
  #child: ServerChild | undefined;
  #startedAtMs = 0;
  #failures = 0;
  #starts = 0;
  #cancelRetry: CancelTimer = () => {};
  #afterExit: 'retry' | 'stay-down' | 'start' | 'close' = 'retry';
  #closed: (() => void) | undefined;

  constructor(ports: ServerProcessPorts) {
    this.#ports = ports;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** How many times a server was started. */
  get starts(): number {
    return this.#starts;
  }

  start(): void {
    if (this.#child !== undefined) return;
    this.#cancelRetry();
    this.#afterExit = 'retry';
    this.#startedAtMs = this.#ports.clock.nowMs();
    this.#starts += 1;
    const child = this.#ports.spawn();
    this.#child = child;
    this.#enter({ kind: 'starting' });
    child.onListening((ports) => {
      if (this.#child !== child) return;
      this.#enter({ kind: 'running', ...ports, pid: child.pid });
    });
    child.onExit((reason) => {
      if (this.#child === child) this.#exited(reason);
    });
  }

  /** Kills the server as `kill -9` would, and leaves it down. */
  kill(): void {
    this.#cancelRetry();
    if (this.#child === undefined) {
      this.#enter({ kind: 'killed' });
      return;
    }
    this.#afterExit = 'stay-down';
    this.#child.kill();
  }

  /** Starts the server afresh, whatever it is doing now. */
  restart(): void {
    this.#failures = 0;
    if (this.#child === undefined) {
      this.start();
      return;
    }
    this.#afterExit = 'start';
    this.#child.drain();
  }

  /** Drains the server and stays closed; kills it if draining takes longer than eight seconds. */
  close(): Promise<void> {
    this.#cancelRetry();
    const child = this.#child;
    if (child === undefined) {
      this.#enter({ kind: 'closed' });
      return Promise.resolve();
    }
    this.#afterExit = 'close';
    const cancelKill = this.#ports.timers.after(DRAIN_LIMIT_MS, () => child.kill());
    child.drain();
    return new Promise((resolve) => {
      this.#closed = () => {
        cancelKill();
        resolve();
      };
    });
  }

  #exited(reason: string): void {
    this.#child = undefined;
    switch (this.#afterExit) {
      case 'stay-down':
        this.#enter({ kind: 'killed' });
        return;
      case 'start':
        this.start();
        return;
      case 'close':
        this.#enter({ kind: 'closed' });
        this.#closed?.();
        return;
      case 'retry':
        this.#retryLater(reason);
    }
  }

  #retryLater(reason: string): void {
    const nowMs = this.#ports.clock.nowMs();
    if (nowMs - this.#startedAtMs >= STEADY_AFTER_MS) this.#failures = 0;
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelRetry = this.#ports.timers.after(delayMs, () => this.start());
    this.#enter({ kind: 'waiting', retryAtMs: nowMs + delayMs, reason });
  }

  #enter(state: ServerState): void {
    this.#state = state;
    this.#ports.onState(state);
  }
}
