import { type Backoff, backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { systemClock, systemRandom, systemTimers } from '../system.ts';
import type { Timers } from '../timers.ts';

/** How a connection stands. */
export type ConnectionStatus =
  /** Nobody listens. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Lost; tried again after a wait, the so manieth in a row. */
  | { readonly kind: 'waiting'; readonly failures: number; readonly delayMs: number }
  /** Ended for good. Who listens anew begins anew. */
  | { readonly kind: 'closed'; readonly reason: string };

/** What a wire tells while it is there. After `lost` or `ended` it tells nothing. */
export interface Wire<Data> {
  opened(): void;
  received(data: Data): void;
  /** It broke. */
  lost(reason: string): void;
  /** It was closed so that it is not to be opened again; in order, or not. */
  ended(reason: string, isInOrder: boolean): void;
}

/** Opens a wire, and answers with the way to close it. */
export type OpenWire<Data> = (wire: Wire<Data>) => () => void;

export interface ReconnectOptions extends Backoff {
  /** A connection that stood for so long begins its waits anew when it is lost; 5 s unless told. */
  readonly stableMs?: number | undefined;
  readonly timers?: Timers | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** Who is told what becomes of a connection. */
export interface ConnectionListener<Data> {
  statusChanged(status: ConnectionStatus): void;
  received(data: Data): void;
  /** It is closed for good, and was not by who listens. */
  ended(reason: string, isInOrder: boolean): void;
}

/**
 * Keeps a wire open: opens one, and another after a wait when it is lost, until the function that comes back is called or the
 * wire has ended. One wire at a time. The listener may end it from inside any call.
 */
export function keepConnected<Data>(
  open: OpenWire<Data>,
  listener: ConnectionListener<Data>,
  options: ReconnectOptions,
): () => void {
  const { timers = systemTimers, clock = systemClock, random = systemRandom, stableMs = 5_000 } = options;
  let failures = 0;
  let isOver = false;
  /** Closes the wire that is open, or ends the wait for the next one. */
  let release = () => {};

  function connect(): void {
    let openedAtMs: number | undefined;
    let isGone = false;
    const isTold = () => !isGone && !isOver;
    const leave = () => {
      isGone = true;
      release();
      release = () => {};
    };
    listener.statusChanged({ kind: 'connecting' });
    if (isOver) return;
    const close = open({
      opened() {
        if (!isTold()) return;
        openedAtMs = clock.nowMs();
        listener.statusChanged({ kind: 'open' });
      },
      received(data) {
        if (isTold()) listener.received(data);
      },
      lost() {
        if (!isTold()) return;
        leave();
        if (openedAtMs !== undefined && clock.nowMs() - openedAtMs >= stableMs) failures = 0;
        wait();
      },
      ended(reason, isInOrder) {
        if (!isTold()) return;
        leave();
        isOver = true;
        listener.statusChanged({ kind: 'closed', reason });
        listener.ended(reason, isInOrder);
      },
    });
    // It may have been lost while it was being opened.
    if (isTold()) release = close;
    else close();
  }

  function wait(): void {
    failures += 1;
    const delayMs = backoffMs(failures, options, random);
    release = timers.after(delayMs, connect);
    listener.statusChanged({ kind: 'waiting', failures, delayMs });
  }

  connect();
  return () => {
    isOver = true;
    release();
    release = () => {};
  };
}
