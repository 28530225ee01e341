import {
  type CancelTimer,
  type Clock,
  type Metrics,
  type Stopwatch,
  type Timers,
  unreachable,
} from '@statehouse/kernel';
import type { LogStore } from '@statehouse/storage';
import type { Authenticator, Verification } from '../auth/authenticator.ts';
import type {
  AuthenticationEvent,
  LogEffect,
  LogEvent,
  Report,
  ServerCore,
  ServerEffect,
  SocketEvent,
} from '../core/index.ts';
import { callLog, reasonOf } from './log-calls.ts';
import type { ServerLog } from './server-log.ts';
import type { Sockets } from './sockets.ts';

type Occurrence =
  | SocketEvent
  | AuthenticationEvent
  | LogEvent
  | { readonly kind: 'woken' }
  | { readonly kind: 'drain' };

export interface RunnerPorts {
  readonly core: ServerCore;
  readonly store: LogStore;
  readonly auth: Authenticator;
  readonly clock: Clock;
  /** Times the appends. */
  readonly stopwatch: Stopwatch;
  readonly timers: Timers;
  readonly log: ServerLog;
  readonly metrics: Metrics;
  /** The sockets, which report to this runner. */
  readonly sockets: Sockets;
  readonly drained: () => void;
}

/** Steps the core and carries out its effects, one event after the other. */
export class Runner {
  readonly #ports: RunnerPorts;
  readonly #queue: Occurrence[] = [];
  #running = false;
  #cancelWake: CancelTimer = () => {};

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
  }

  take(occurrence: Occurrence): void {
    this.#queue.push(occurrence);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const nowMs = this.#ports.clock.nowMs();
        for (const effect of this.#ports.core.step({ ...next, nowMs })) this.#carryOut(effect);
      }
    } finally {
      this.#running = false;
    }
  }

  stop(): void {
    this.#cancelWake();
  }

  #carryOut(effect: ServerEffect): void {
    switch (effect.kind) {
      case 'send':
        this.#ports.sockets.send(effect.connections, effect.frame);
        return;
      case 'close':
        this.#ports.sockets.close(effect.connection, effect.code, effect.reason);
        return;
      case 'append':
        this.#append(effect);
        return;
      case 'load':
      case 'read':
      case 'find':
      case 'save-snapshot':
        callLog(this.#ports.store, effect).then((event) => this.take(event));
        return;
      case 'authenticate':
        this.#authenticate(effect.connection, effect.token);
        return;
      case 'claim-client':
        this.#claim(effect);
        return;
      case 'wake':
        this.#cancelWake();
        this.#cancelWake = this.#ports.timers.after(effect.delayMs, () => this.take({ kind: 'woken' }));
        return;
      case 'report':
        this.#report(effect);
        return;
      case 'drained':
        this.#ports.drained();
        return;
      default:
        unreachable(effect);
    }
  }

  async #append(effect: LogEffect & { kind: 'append' }): Promise<void> {
    const { store, stopwatch, metrics } = this.#ports;
    const startMs = stopwatch.nowMs();
    const event = await callLog(store, effect);
    if (event.kind === 'appended') metrics.observe('server_commit_ms', stopwatch.nowMs() - startMs);
    this.take(event);
  }

  async #authenticate(connection: string, token: string): Promise<void> {
    const verification = await this.#verify(token);
    if (verification.kind === 'verified') {
      this.take({ kind: 'authenticated', connection, claims: verification.claims });
    } else {
      this.take({ kind: 'authentication-failed', connection, reason: verification.reason });
    }
  }

  /** An authenticator of somebody else's may reject after all; that says nothing about the token. */
  async #verify(token: string): Promise<Verification> {
    try {
      return await this.#ports.auth.verify(token);
    } catch (error) {
      this.#ports.log.error({ code: 'auth/unavailable', reason: reasonOf(error) }, 'auth/unavailable');
      return { kind: 'refused', reason: 'unavailable' };
    }
  }

  async #claim({ connection, tenant, client, user }: ServerEffect & { kind: 'claim-client' }): Promise<void> {
    try {
      const owner = await this.#ports.store.claimClient(tenant, client, user);
      this.take({ kind: 'client-claimed', connection, owner });
    } catch (error) {
      this.take({ kind: 'claim-failed', connection, reason: reasonOf(error) });
    }
  }

  #report({ level, code, fields }: Report): void {
    this.#ports.log[level]({ code, ...fields }, code);
  }
}
