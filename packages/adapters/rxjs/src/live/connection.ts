import { type Random, systemRandom } from '@statehouse/kernel';
import {
  asyncScheduler,
  BehaviorSubject,
  finalize,
  Observable,
  retry,
  type SchedulerLike,
  share,
  throwError,
  timer,
} from 'rxjs';
import { rxjsError } from '../errors.ts';
import { type Backoff, backoffMs } from '../recovery/backoff.ts';

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

/** What a wire tells while it is there. After `lost` or `ended` it tells nothing. */
export interface Wire<Data> {
  opened(): void;
  received(data: Data): void;
  /** It broke. */
  lost(reason: string): void;
  /** It was closed so that it is not to be opened again; in order, or not. */
  ended(reason: string, isInOrder: boolean): void;
}

/** What became of one wire. */
class WireLost {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * The part that all kinds of wires have in common. `open` opens one and answers with the way to close it.
 */
export function createConnection<Data, Message>(
  address: string,
  open: (wire: Wire<Data>) => () => void,
  options: ConnectionOptions<Data, Message>,
): Connection<Message> {
  const { scheduler = asyncScheduler, random = systemRandom, stableMs = 5_000 } = options;
  const status = new BehaviorSubject<ConnectionStatus>({ kind: 'idle' });
  let failures = 0;
  let openedAtMs: number | undefined;

  const wire$ = new Observable<Message>((subscriber) => {
    status.next({ kind: 'connecting' });
    openedAtMs = undefined;
    const end = (reason: string) => {
      status.next({ kind: 'closed', reason });
      return rxjsError('connection-closed', { address, reason });
    };
    return open({
      opened() {
        openedAtMs = scheduler.now();
        status.next({ kind: 'open' });
      },
      received(data) {
        const read = readMessage(data, address, options);
        if (read !== undefined) subscriber.next(read.message);
      },
      lost: (reason) => subscriber.error(new WireLost(reason)),
      ended(reason, isInOrder) {
        const error = end(reason);
        if (isInOrder) subscriber.complete();
        else subscriber.error(error);
      },
    });
  });
  const waitAfter = (error: unknown): Observable<unknown> => {
    if (!(error instanceof WireLost)) return throwError(() => error);
    if (openedAtMs !== undefined && scheduler.now() - openedAtMs >= stableMs) failures = 0;
    failures += 1;
    const delayMs = backoffMs(failures, options, random);
    status.next({ kind: 'waiting', failures, delayMs });
    return timer(delayMs, scheduler);
  };
  return {
    status$: status.asObservable(),
    messages$: wire$.pipe(
      retry({ delay: waitAfter }),
      finalize(() => {
        failures = 0;
        if (status.value.kind !== 'closed') status.next({ kind: 'idle' });
      }),
      share(),
    ),
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
