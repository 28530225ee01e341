import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { type ConnectionStatus, eventSourceConnection, fetchEventSource } from '@statehouse/redux/live';
import { type Change, isChange } from '../wire/change.ts';
import { read } from './read.ts';

/** How the stream of changes stands. */
export type WatchState = ConnectionStatus;

type OfficeDispatch = ThunkDispatch<unknown, unknown, UnknownAction>;

/** Listens until `ended`, and says how the connection stands. */
export type Watch = (
  dispatch: OfficeDispatch,
  getState: () => unknown,
  ended: Promise<void>,
  tell: (state: WatchState) => void,
) => Promise<void>;

export interface WatchOptions {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Sent with each connection. */
  readonly headers: (state: unknown) => Readonly<Record<string, string>>;
  /** Asks for a new token, when the server takes the old one no more. */
  readonly renew: (dispatch: OfficeDispatch) => Promise<unknown>;
  readonly receive: (change: Change, dispatch: OfficeDispatch, getState: () => unknown) => void;
  /** The connection is there again after it was lost. */
  readonly cameBack: (dispatch: OfficeDispatch) => void;
}

/** What the server says when a stream begins: an id to come back with. */
type Message = Change | 'hello';

/** Keeps a stream of changes open, with the token of the moment, and hands on what it says. */
export function createWatch(options: WatchOptions): Watch {
  return async (dispatch, getState, ended, tell) => {
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await options.fetch(input, init);
      if (response.status === 401) await options.renew(dispatch);
      return response;
    };
    const connection = eventSourceConnection<Message>({
      url: () => `${options.url}events`,
      createSource: fetchEventSource({ fetch, headers: () => options.headers(getState()) }),
      types: ['hello', 'change'],
      parse: ({ type, data }) => (type === 'hello' ? 'hello' : read(isChange, JSON.parse(data))),
      initialMs: 500,
      maxMs: 8_000,
    });
    let wasLost = false;
    const close = connection.open({
      received: (message) => {
        if (message !== 'hello') options.receive(message, dispatch, getState);
      },
      // This page is older than the server: what it does not understand it cannot show.
      unreadable: () => {},
      statusChanged: (state) => {
        tell(state);
        if (state.kind === 'open' && wasLost) options.cameBack(dispatch);
        if (state.kind === 'open') wasLost = false;
        if (state.kind === 'waiting') wasLost = true;
      },
      // The status says it.
      ended: () => {},
    });
    await ended;
    close();
  };
}
