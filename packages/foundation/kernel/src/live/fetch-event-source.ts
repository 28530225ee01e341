import type { EventSourceAddress, EventSourceLike, ServerSentEvent } from './event-source-wire.ts';
import { createEventStreamParser } from './event-stream-parser.ts';

export interface FetchEventSourceOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Asked at each connection: a token may be another by then. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

type Listener = Parameters<EventSourceLike['addEventListener']>[1];

/**
 * A `createSource` over `fetch`, which can do what EventSource cannot: carry a token, and the last id in a header when it
 * is connected again. Also for where there is no EventSource.
 */
export function fetchEventSource({
  fetch,
  headers = () => ({}),
}: FetchEventSourceOptions): EventSourceAddress['createSource'] {
  return (url, lastEventId) => {
    const listeners = new Map<string, Listener[]>();
    const ending = new AbortController();
    const tell = (type: string, event: Partial<ServerSentEvent>) => {
      if (ending.signal.aborted) return;
      for (const listener of listeners.get(type) ?? []) listener(event);
    };
    const request: RequestInit = {
      headers: {
        accept: 'text/event-stream',
        'cache-control': 'no-store',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        ...headers(),
      },
      signal: ending.signal,
    };
    const read = async () => {
      const { ok, body } = await fetch(url, request);
      if (!ok || body === null) return;
      tell('open', {});
      const parse = createEventStreamParser();
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        for (const event of parse(text)) tell(event.type, event);
      }
    };
    // However it ends, it is over: who listens connects again.
    read()
      .catch(() => {})
      .finally(() => tell('error', {}));
    return {
      addEventListener(type, listener) {
        listeners.set(type, [...(listeners.get(type) ?? []), listener]);
      },
      close: () => ending.abort(),
    };
  };
}
