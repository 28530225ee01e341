import { type Clock, type Metrics, silentMetrics, type Timers } from '@statehouse/kernel';
import type { CloseCode } from '@statehouse/protocol';
import type { RawData } from 'ws';
import type { SocketEvent } from '../core/index.ts';

export interface SocketLimits {
  /** Above this, a reader counts as slow. */
  readonly maxBufferedBytes: number;
  /** A slow reader has so long to catch up (it may be taking in a large snapshot). */
  readonly slowReaderMs: number;
  /** A connection from which nothing came for so long is dead. */
  readonly silenceMs: number;
  /** Who does not answer a close in this time is cut off. */
  readonly closeMs: number;
}

/** What is used of a WebSocket. */
export interface ManagedSocket {
  readonly bufferedAmount: number;
  on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
  on(event: 'pong' | 'close' | 'error', listener: () => void): unknown;
  send(data: Buffer, options: { readonly binary: boolean }): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

interface Line {
  readonly socket: ManagedSocket;
  heardAtMs: number;
  slowSinceMs: number | undefined;
  closingSinceMs: number | undefined;
}

const FAREWELL_MS = 1_000;

/** The open sockets by connection: turns what they do into events, and frames into what they send. */
export class Sockets {
  readonly #lines = new Map<string, Line>();
  #emptied: () => void = () => {};
  readonly #limits: SocketLimits;
  readonly #clock: Clock;
  readonly #report: (event: SocketEvent) => void;
  readonly #metrics: Metrics;

  constructor(
    limits: SocketLimits,
    clock: Clock,
    report: (event: SocketEvent) => void,
    metrics: Metrics = silentMetrics,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#report = report;
    this.#metrics = metrics;
  }

  get size(): number {
    return this.#lines.size;
  }

  add(connection: string, socket: ManagedSocket): void {
    const nowMs = this.#clock.nowMs();
    const line: Line = { socket, heardAtMs: nowMs, slowSinceMs: undefined, closingSinceMs: undefined };
    this.#lines.set(connection, line);
    socket.on('message', (data, isBinary) => {
      line.heardAtMs = this.#clock.nowMs();
      this.#metrics.count('server_received_frames');
      this.#metrics.count('server_received_bytes', bytesOf(data));
      if (line.closingSinceMs !== undefined) return;
      if (isBinary) this.#report({ kind: 'binary-frame', connection });
      else this.#report({ kind: 'frame', connection, text: textOf(data) });
    });
    socket.on('pong', () => {
      line.heardAtMs = this.#clock.nowMs();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#lines.delete(connection);
      if (this.#lines.size === 0) this.#emptied();
      this.#report({ kind: 'disconnected', connection });
    });
    this.#report({ kind: 'connected', connection });
  }

  /** Sends one frame to many: it is encoded once. */
  send(connections: readonly string[], frame: string): void {
    const data = Buffer.from(frame);
    let sent = 0;
    for (const connection of connections) {
      const line = this.#lines.get(connection);
      if (line === undefined || line.closingSinceMs !== undefined) continue;
      line.socket.send(data, { binary: false });
      sent += 1;
      if (line.socket.bufferedAmount > this.#limits.maxBufferedBytes) this.#slow(connection, line);
      else line.slowSinceMs = undefined;
    }
    if (sent === 0) return;
    this.#metrics.count('server_sent_frames', sent);
    this.#metrics.count('server_sent_bytes', sent * data.length);
  }

  close(connection: string, code: CloseCode, reason: string): void {
    const line = this.#lines.get(connection);
    if (line === undefined || line.closingSinceMs !== undefined) return;
    line.closingSinceMs = this.#clock.nowMs();
    line.socket.close(code, reason);
  }

  /** To be called now and then: asks who is still there, and cuts off who is not. */
  sweep(): void {
    const nowMs = this.#clock.nowMs();
    const { silenceMs, closeMs } = this.#limits;
    for (const [connection, line] of this.#lines) {
      const { socket, heardAtMs, slowSinceMs, closingSinceMs } = line;
      if (closingSinceMs !== undefined) {
        if (nowMs - closingSinceMs >= closeMs) socket.terminate();
      } else if (nowMs - heardAtMs >= silenceMs) {
        socket.terminate();
      } else {
        socket.ping();
        if (slowSinceMs !== undefined) this.#slow(connection, line);
      }
    }
  }

  /** Waits a moment for closes to be answered, then cuts off who is left. */
  async closed(timers: Timers): Promise<void> {
    if (this.#lines.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#emptied = resolve;
      const cancel = timers.after(FAREWELL_MS, resolve);
      await promise;
      cancel();
    }
    for (const { socket } of this.#lines.values()) socket.terminate();
  }

  #slow(connection: string, line: Line): void {
    const nowMs = this.#clock.nowMs();
    if (line.socket.bufferedAmount <= this.#limits.maxBufferedBytes) line.slowSinceMs = undefined;
    else if (line.slowSinceMs === undefined) line.slowSinceMs = nowMs;
    else if (nowMs - line.slowSinceMs >= this.#limits.slowReaderMs) {
      this.#report({ kind: 'overrun', connection });
      line.socket.terminate();
    }
  }
}

function bytesOf(data: RawData): number {
  if (Array.isArray(data)) return data.reduce((sum, { length }) => sum + length, 0);
  return data.byteLength;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
