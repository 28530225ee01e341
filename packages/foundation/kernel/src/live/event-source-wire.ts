import type { OpenWire } from './connection.ts';

/** One message of a stream of Server-Sent Events. */
export interface ServerSentEvent {
  /** `message` unless the server says otherwise. */
  readonly type: string;
  readonly data: string;
  /** The last id that the server has given; empty before. */
  readonly lastEventId: string;
}

/** What is used of an EventSource; the browser's is one, and what `fetchEventSource` makes. */
export interface EventSourceLike {
  addEventListener(
    type: string,
    listener: (event: { readonly data?: unknown; readonly lastEventId?: unknown }) => void,
  ): void;
  close(): void;
}

export interface EventSourceAddress {
  /** Where; the last id that was received goes along, so that the server can go on from there. */
  readonly url: (lastEventId: string | undefined) => string;
  /** `(url) => new EventSource(url)`. */
  readonly createSource: (url: string, lastEventId: string | undefined) => EventSourceLike;
  /** The types of events that are listened to; `message` unless told. */
  readonly types?: readonly string[];
}

/**
 * Opens streams of Server-Sent Events, each behind the last event of the one before. The browser's own way of connecting again
 * is not used: all clients of a server would have the same waits, and give up after an answer that is not 200.
 */
export function eventSourceWire(address: EventSourceAddress): OpenWire<ServerSentEvent> {
  const { url, createSource, types = ['message'] } = address;
  let lastEventId: string | undefined;
  return (wire) => {
    const source = createSource(url(lastEventId), lastEventId);
    let isOver = false;
    source.addEventListener('open', () => wire.opened());
    source.addEventListener('error', ({ data }) => {
      // With data it is a message of the server that has this type.
      if (isOver || data !== undefined) return;
      isOver = true;
      wire.lost('the stream broke off');
    });
    for (const type of types) {
      source.addEventListener(type, ({ data, lastEventId: id }) => {
        if (isOver) return;
        if (typeof id === 'string' && id !== '') lastEventId = id;
        wire.received({ type, data: String(data), lastEventId: lastEventId ?? '' });
      });
    }
    return () => {
      isOver = true;
      source.close();
    };
  };
}
