import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryApi, BaseQueryFn } from '@reduxjs/toolkit/query';
import { isJsonObject } from '@statehouse/kernel';

type Result = Awaited<ReturnType<BaseQueryFn>>;

/** Asks the server without a token. */
export type RefreshSend = (args: unknown) => Promise<Result>;

export interface AuthOptions {
  /** The token in the state; undefined if nobody is signed in. Write the state's type: `(state: RootState) => state.auth.token`. */
  readonly token: (state: never) => string | undefined;
  /**
   * Gets another token and puts it into the state, by dispatching. `false` says that the server will not give one; throw if it could not
   * be asked, and nobody is signed out for that.
   */
  readonly refresh: (api: BaseQueryApi, send: RefreshSend) => Promise<boolean>;
  /** What is dispatched, once, when no other token is to be had. It should take the token out of the state. */
  readonly signedOut: () => UnknownAction;
  /** Whether an error says that the token is not good (any more); status 401 unless told. */
  readonly isUnauthorized?: (error: unknown) => boolean;
}

type Renewal =
  | { readonly kind: 'fresh' | 'refused' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Puts the token of the state on every request. When the server does not take it, another one is asked for, once, while everybody waits,
 * and whoever had been turned away asks again, once.
 *
 * Invariant: one refresh at a time, and none again for a state in which it was refused.
 */
export function authenticate<Send extends BaseQueryFn>(send: Send, options: AuthOptions): Send;
export function authenticate(
  send: BaseQueryFn,
  { token, refresh, signedOut, isUnauthorized = isStatus401 }: AuthOptions,
): BaseQueryFn {
  let refreshing: Promise<Renewal> | undefined;
  /** What stood in the state when a refresh was refused. */
  let refused: { readonly token: string | undefined } | undefined;

  const tokenOf = (api: BaseQueryApi): string | undefined => {
    const found: unknown = Reflect.apply(token, undefined, [api.getState()]);
    return typeof found === 'string' ? found : undefined;
  };

  async function renew(api: BaseQueryApi, extraOptions: unknown): Promise<Renewal> {
    // It is for all who wait: whoever gives up his own request does not end it.
    const lasting = { ...api, signal: new AbortController().signal, abort: () => {} };
    try {
      const isFresh = await refresh(lasting, async (args) => send(args, lasting, Object(extraOptions)));
      if (isFresh) return { kind: 'fresh' };
    } catch (thrown) {
      return { kind: 'unreachable', reason: String(thrown) };
    }
    api.dispatch(signedOut());
    refused = { token: tokenOf(api) };
    return { kind: 'refused' };
  }

  return async (args, api, extraOptions) => {
    await refreshing;
    const used = tokenOf(api);
    const first = await send(carry(args, used), api, extraOptions);
    if (first.error === undefined || !isUnauthorized(first.error)) return first;
    if (refused !== undefined && refused.token === used) return first;
    // Another request may have got a token, or signed out, since this one was sent.
    if (refreshing === undefined && tokenOf(api) === used) {
      refreshing = renew(api, extraOptions).finally(() => {
        refreshing = undefined;
      });
    }
    const renewal = await refreshing;
    if (renewal?.kind === 'unreachable') return { error: { status: 'FETCH_ERROR', error: renewal.reason } };
    const fresh = tokenOf(api);
    return renewal?.kind === 'refused' || fresh === undefined
      ? first
      : send(carry(args, fresh), api, extraOptions);
  };
}

function isStatus401(error: unknown): boolean {
  return isJsonObject(error) && error.status === 401;
}

/** A request with a token, in the words of `fetchBaseQuery`. */
function carry(args: unknown, token: string | undefined): unknown {
  if (token === undefined) return args;
  const request = typeof args === 'string' ? { url: args } : args;
  if (typeof request !== 'object' || request === null) return args;
  const headers = 'headers' in request ? namedHeaders(request.headers) : {};
  return { ...request, headers: { ...headers, authorization: `Bearer ${token}` } };
}

/** Headers of whatever shape by name, without those that are undefined. */
function namedHeaders(headers: unknown): Record<string, string> {
  const pairs =
    headers instanceof Headers || Array.isArray(headers)
      ? [...headers]
      : isJsonObject(headers)
        ? Object.entries(headers)
        : [];
  const named: Record<string, string> = {};
  for (const [name, value] of pairs)
    if (value !== undefined) named[String(name).toLowerCase()] = String(value);
  return named;
}
