import { type EventSourceLike, fetchEventSource } from '@statehouse/rxjs';

/** Where the figures come from: the server that this page belongs to. */
export interface ServerPort {
  /** A connection to the stream of figures, by whoever is signed in. */
  readonly openStream: (url: string, lastEventId: string | undefined) => EventSourceLike;
  /** Asks for the newest figures and forgets them; rejects when there is no good answer. */
  readonly ask: (signal: AbortSignal) => Promise<void>;
}

export const STREAM_URL = '/app/metrics/stream';
const ASK_URL = '/app/metrics/now';

/** The server over HTTP, with a token that is fetched for each connection: an old one may have run out. */
export function serverPort(fetch: typeof globalThis.fetch, token: () => Promise<string>): ServerPort {
  const signedFetch: typeof globalThis.fetch = async (address, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${await token()}`);
    return fetch(address, { ...init, headers });
  };
  return {
    openStream: fetchEventSource({ fetch: signedFetch }),
    async ask(signal) {
      const response = await signedFetch(ASK_URL, { signal });
      if (!response.ok) throw new Error(`The server answers ${response.status}.`);
      await response.arrayBuffer();
    },
  };
}
