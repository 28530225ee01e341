import type { BaseQueryFn } from '@reduxjs/toolkit/query';
import { isJsonObject } from '@statehouse/kernel';
import type { AuthOptions } from './auth-options.ts';
import { Renewals } from './renewals.ts';

/**
 * Puts the token of the state on every request. When the server does not take it, another one is asked for, once, while everybody waits,
 * and whoever had been turned away asks again, once.
 */
export function authenticate<Send extends BaseQueryFn>(send: Send, options: AuthOptions): Send;
export function authenticate(send: BaseQueryFn, options: AuthOptions): BaseQueryFn {
  const { isUnauthorized = isStatus401 } = options;
  const renewals = new Renewals(send, options);
  return async (args, api, extraOptions) => {
    const used = await renewals.current(api);
    const first = await send(carry(args, used), api, extraOptions);
    if (first.error === undefined || !isUnauthorized(first.error)) return first;
    const renewal = await renewals.replace(used, api, extraOptions);
    if (renewal.kind === 'unreachable') return { error: { status: 'FETCH_ERROR', error: renewal.reason } };
    const fresh = renewals.tokenOf(api);
    return renewal.kind === 'refused' || fresh === undefined
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
