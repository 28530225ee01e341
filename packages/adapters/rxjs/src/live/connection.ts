import type { Backoff, Clock, Random, Timers } from '@statehouse/kernel';
import { type ConnectionStatus, keepConnected, type OpenWire } from '@statehouse/kernel/live';
import { asyncScheduler, BehaviorSubject, finalize, Observable, type SchedulerLike, share } from 'rxjs';
import { rxjsError } from '../errors.ts';

export interface ConnectionOptions<Data, Message> extends Backoff {
  /** What a message is; what it throws is told to `onBadMessage`, and the message is left out. */
  readonly parse: (data: Data) => Message;
  readonly onBadMessage?: (error: unknown) => void;
  /** A connection that stood for so long begins its waits anew when it is lost; 5 s unless told. */
  readonly stableMs?: number;
  readonly scheduler?: SchedulerLike;
  readonly random?: Random;
}

/** Something that sends messages, and is connected again when it is lost. Connected while somebody listens, once for all. */
export interface Connection<Message> {
  readonly messages$: Observable<Message>;
  /** At once, then each change. Listening to this alone does not connect. */
  readonly status$: Observable<ConnectionStatus>;
}

/** The part that all kinds of wires have in common. */
export function createConnection<Data, Message>(
  address: string,
  open: OpenWire<Data>,
  options: ConnectionOptions<Data, Message>,
): Connection<Message> {
  const status = new BehaviorSubject<ConnectionStatus>({ kind: 'idle' });
  const connected$ = new Observable<Message>((subscriber) =>
    keepConnected<Data>(
      open,
      {
        statusChanged: (next) => status.next(next),
        received(data) {
          const read = readMessage(data, address, options);
          if (read !== undefined) subscriber.next(read.message);
        },
        ended(reason, isInOrder) {
          if (isInOrder) subscriber.complete();
          else subscriber.error(rxjsError('connection-closed', { address, reason }));
        },
      },
      { ...options, ...timeOf(options.scheduler ?? asyncScheduler) },
    ),
  );
  const toIdle = () => {
    if (status.value.kind !== 'closed') status.next({ kind: 'idle' });
  };
  return { status$: status.asObservable(), messages$: connected$.pipe(finalize(toIdle), share()) };
}

/** The time of a scheduler, as the ports have it. */
function timeOf(scheduler: SchedulerLike): { readonly timers: Timers; readonly clock: Clock } {
  return {
    clock: { nowMs: () => scheduler.now() },
    timers: {
      after(delayMs, callback) {
        const waiting = scheduler.schedule(() => callback(), delayMs);
        return () => waiting.unsubscribe();
      },
    },
  };
}

function readMessage<Data, Message>(
  data: Data,
  address: string,
  { parse, onBadMessage = () => {} }: ConnectionOptions<Data, Message>,
): { readonly message: Message } | undefined {
  try {
    return { message: parse(data) };
  } catch (cause) {
    onBadMessage(rxjsError('bad-message', { address }, { cause }));
    return undefined;
  }
}
